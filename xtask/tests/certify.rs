//! The command line of `certify`, as far as it goes without the certifier.

use std::{fs, process::Command};

#[test]
fn tools_that_are_missing_are_named_before_anything_is_built() {
    let tools = tempfile::tempdir().expect("a directory");
    let make = format!("make{}", std::env::consts::EXE_SUFFIX);
    fs::write(tools.path().join(make), "").expect("a file");
    let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(["certify", "--check"])
        .env("PATH", tools.path())
        .output()
        .expect("xtask runs");
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{stderr}");
    assert!(stderr.contains("built with cc, make, m4; not found: cc, m4"), "{stderr}");
    assert!(stderr.contains("apt-get install"), "{stderr}");
}
