//! Every picture of the documentation is what its program draws.

use std::{fs, path::Path, process::Command};

fn check(program: &str, picture: &str) {
    let directory = tempfile::tempdir().unwrap();
    let output = Command::new(program).arg(directory.path()).output().unwrap();
    assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
    let drawn = fs::read_to_string(directory.path().join(picture)).unwrap();
    let documentation = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/pictures").join(picture);
    let committed = fs::read_to_string(documentation).unwrap();
    assert!(drawn == committed, "docs/pictures/{picture} is not what {program} draws: run it and look");
}

#[test]
fn the_bounds_of_two_iterations() {
    check(env!("CARGO_BIN_EXE_minorise_maximise"), "minorise-maximise.svg");
}

#[test]
fn one_gaussian_for_two_bumps() {
    check(env!("CARGO_BIN_EXE_mode_seeking"), "mode-averaging-and-seeking.svg");
}

#[test]
fn the_climb_to_the_optimum() {
    check(env!("CARGO_BIN_EXE_em_against_gradient_ascent"), "em-against-gradient-ascent.svg");
}
