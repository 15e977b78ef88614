//! `cargo xtask ci`: what it would run, and that it refuses what it does not know.

use std::process::{Command, Output};

fn ci(arguments: &[&str]) -> (Option<i32>, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_xtask")).arg("ci").args(arguments).output().expect("xtask runs");
    let Output { status, stdout, stderr } = output;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (status.code(), text(&stdout), text(&stderr))
}

#[test]
fn the_list_names_every_check() {
    let (code, listed, _) = ci(&["--list"]);
    assert_eq!(code, Some(0));
    for command in [
        "cargo fmt --all --check",
        "cargo clippy --release --workspace --all-targets -- -D warnings",
        "cargo test --release --workspace",
        "cargo xtask verify",
        "cargo xtask verify --adapter 'python3 adapters/numpy/em.py'",
        "cargo xtask props --adapter 'python3 adapters/numpy/em.py'",
        "python3 -m pytest",
        "Rscript",
        "cargo xtask adapters setup --ci",
        "cargo xtask adapters check --ci",
        "cargo xtask zoo --check",
        "cargo xtask cases --check",
        "cargo xtask schema --check",
        "cargo xtask props --document --check",
        "cargo xtask certify --check",
        "cargo check --release --manifest-path fuzz/Cargo.toml",
        "cargo xtask bench gate",
    ] {
        assert!(listed.lines().any(|line| line.trim_start().starts_with(command)), "{command}: {listed}");
    }
}

#[test]
fn a_step_that_does_not_exist_is_refused() {
    let (code, _, said) = ci(&["--only", "veryfy"]);
    assert_eq!(code, Some(2));
    assert!(said.contains("there is no step `veryfy`") && said.contains("did you mean verify?"), "{said}");
}

#[test]
fn one_step_is_run_and_what_it_cost_is_said() {
    let (code, said, _) = ci(&["--only", "snapshots"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("== snapshots: ") && said.contains("│ snapshots ┆ passed"), "{said}");
}
