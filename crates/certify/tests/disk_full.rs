//! A disk that is full while certified values are written: an error that names the file, and the old file is whole.
//!
//! The limit on the size of a file stands in for the disk: a write beyond it fails (EFBIG) as one on a full disk does (ENOSPC).

#![cfg(unix)]

use std::{
    fs,
    path::Path,
    process::{Command, Output},
};

use serde_json::json;
use tempfile::TempDir;

const CERTIFIED: &str = "certified/kl/one.json";

fn suite() -> TempDir {
    let directory = tempfile::tempdir().unwrap();
    let member = |rate: f64| json!({"family": "poisson", "rate": [rate]});
    let case = json!({"format": 1, "id": "kl/one", "title": "t", "level": "lower", "hunts": [],
        "operation": "divergence", "q": member(1.0), "p": member(2.5)});
    fs::create_dir_all(directory.path().join("cases/kl")).unwrap();
    fs::write(directory.path().join("cases/kl/one.json"), case.to_string()).unwrap();
    directory
}

/// The command, after what the shell does first.
fn certify(suite: &Path, first: &str, arguments: &[&str]) -> Output {
    let script = format!("{first} exec \"$0\" \"$@\"");
    let mut command = Command::new("sh");
    command.args(["-c", &script, env!("CARGO_BIN_EXE_certify"), "--suite"]).arg(suite).args(arguments);
    command.output().unwrap()
}

fn names(directory: &Path) -> Vec<String> {
    fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

#[test]
fn the_old_file_is_whole_and_the_error_names_it() {
    let suite = suite();
    let written = certify(suite.path(), "", &[]);
    assert!(written.status.success(), "{written:?}");
    let before = fs::read(suite.path().join(CERTIFIED)).unwrap();
    assert!(before.len() > 512, "the limit must cut it");
    let mut left = 1;
    // Killed by the signal of the limit, and told by the failed write.
    for (first, told) in [("ulimit -f 1;", false), ("trap '' XFSZ; ulimit -f 1;", true)] {
        let output = certify(suite.path(), first, &["--force"]);
        assert!(!output.status.success(), "{output:?}");
        assert_eq!(fs::read(suite.path().join(CERTIFIED)).unwrap(), before);
        let stderr = String::from_utf8_lossy(&output.stderr);
        let said = stderr.contains("one.json: File too large") && stderr.contains("error: kl/one");
        assert_eq!(said, told, "{stderr}");
        if told {
            assert_eq!(names(&suite.path().join("certified/kl")).len(), left, "something is left beside it");
        }
        left = names(&suite.path().join("certified/kl")).len();
    }
    // What a killed process left behind is no certified file, and is in nobody's way.
    assert!(certify(suite.path(), "", &["--check", "--share", "1"]).status.success());
}

#[test]
fn a_report_that_cannot_be_written_is_an_error_and_a_reader_that_has_gone_is_none() {
    let suite = suite();
    let full = certify(suite.path(), "exec >/dev/full;", &["--verbose"]);
    let stderr = String::from_utf8_lossy(&full.stderr);
    assert!(!full.status.success() && stderr.contains("the report cannot be written"), "{stderr}");
    assert!(stderr.contains("No space left on device") && !stderr.contains("panicked"), "{stderr}");
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let mut command = Command::new(env!("CARGO_BIN_EXE_certify"));
    command.arg("--suite").arg(suite.path()).args(["--check", "--verbose"]).stdout(writer);
    assert!(command.status().unwrap().success());
}
