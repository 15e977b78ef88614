//! Hands the version of linfa-clustering, as it is locked, to the program.

use std::{env, fs, path::PathBuf};

fn main() {
    let lock = PathBuf::from(env::var("CARGO_MANIFEST_DIR").expect("cargo says so")).join("Cargo.lock");
    println!("cargo:rerun-if-changed={}", lock.display());
    let text = fs::read_to_string(lock).expect("Cargo.lock is there");
    let after = text.split("name = \"linfa-clustering\"\nversion = \"").nth(1).expect("linfa-clustering is locked");
    println!("cargo:rustc-env=LINFA_CLUSTERING_VERSION={}", after.split('"').next().unwrap_or_default());
}
