//! A run that is stopped from outside says so, gives no verdict, and writes nothing that could be taken for a report.

#![cfg(unix)]

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use serde_json::json;
use tempfile::TempDir;

fn suite() -> TempDir {
    let directory = tempfile::tempdir().expect("a directory");
    let cases = directory.path().join("cases/kl");
    fs::create_dir_all(&cases).expect("a directory");
    let member = json!({"family": "poisson", "rate": [1]});
    for name in ["one", "two"] {
        let case = json!({"format": 1, "id": format!("kl/{name}"), "title": "t", "level": "lower", "hunts": [],
            "operation": "divergence", "q": member, "p": member, "expect": "rejected"});
        fs::write(cases.join(format!("{name}.json")), case.to_string()).expect("a file");
    }
    directory
}

fn verify(suite: &Path, arguments: &[&str]) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.args(["verify", "--suite"]).arg(suite).args(arguments);
    command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("xtask runs")
}

/// An adapter that describes itself and hangs over the first case, whose process leaves its number in a file.
fn hanging(directory: &Path) -> (String, PathBuf) {
    let file = directory.join("adapter.pid");
    let describe = r#"{\"id\": 1, \"ok\": {\"name\": \"shell\"}}"#;
    let script = format!("read a; echo \"{describe}\"; read b; echo $$ > \"{}\"; exec sleep 60", file.display());
    (format!("sh -c '{script}'"), file)
}

fn signal(child: &Child, name: &str) {
    let sent = Command::new("kill").args([&format!("-{name}"), &child.id().to_string()]).status().expect("kill runs");
    assert!(sent.success());
}

/// Waits for something that takes a moment.
fn until(what: &str, mut come: impl FnMut() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(60);
    while !come() {
        assert!(Instant::now() < deadline, "waited in vain for {what}");
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// Exit code, standard output and standard error.
fn said(child: Child) -> (Option<i32>, String, String) {
    let output = child.wait_with_output().expect("ends");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

#[test]
fn a_run_that_is_stopped_says_how_far_it_came_and_takes_the_adapters_along() {
    for (name, format) in [("INT", "table"), ("TERM", "json"), ("HUP", "markdown"), ("INT", "junit")] {
        let suite = suite();
        let (adapter, file) = hanging(suite.path());
        let child = verify(suite.path(), &["--adapter", &adapter, "--jobs", "1", "--format", format]);
        until("the adapter", || fs::read_to_string(&file).is_ok_and(|text| text.ends_with('\n')));
        let started = Instant::now();
        signal(&child, name);
        let (code, stdout, stderr) = said(child);
        assert_eq!((code, stdout.as_str()), (Some(130), ""), "{name}: {stderr}");
        assert!(stderr.contains("stopped after 0 of 2 cases; there is no verdict"), "{stderr}");
        assert!(started.elapsed() < Duration::from_secs(10));
        let adapter = fs::read_to_string(&file).expect("its number");
        let alive =
            Command::new("kill").args(["-0", adapter.trim()]).stderr(Stdio::null()).status().expect("kill runs");
        assert!(!alive.success(), "an adapter outlived the run");
    }
}

/// A case that is a pipe keeps the reader waiting.
#[test]
fn one_that_has_not_begun_ends_at_once() {
    let suite = suite();
    let pipe = suite.path().join("cases/kl/pipe.json");
    assert!(Command::new("mkfifo").arg(&pipe).status().expect("mkfifo runs").success());
    let child = verify(suite.path(), &["--format", "json"]);
    // Opening it for writing waits until it is opened for reading.
    let held = fs::File::options().write(true).open(&pipe).expect("a pipe");
    signal(&child, "INT");
    let (code, stdout, stderr) = said(child);
    assert_eq!((code, stdout.as_str()), (Some(130), ""), "{stderr}");
    assert!(stderr.contains("stopped; there is no verdict"), "{stderr}");
    drop(held);
}
