//! A suite that is broken judges nobody: each sabotage has its exit code and its words, and leaves standard output empty.

#![cfg(unix)]

use std::{
    fs,
    os::unix::fs::symlink,
    path::Path,
    process::{Command, Output, Stdio},
};

use serde_json::{Value, json};
use tempfile::TempDir;

const CASE: &str = "cases/poisson/two.json";
const CERTIFIED: &str = "certified/poisson/two.json";
const DATA: &str = "data/counts.csv";
const HUNTS: &str = "hunts.toml";

fn write(directory: &Path, name: &str, content: &[u8]) {
    let path = directory.join(name);
    fs::create_dir_all(path.parent().expect("a parent")).expect("a directory");
    fs::write(path, content).expect("a file");
}

/// One Poisson component of rate 1 and the counts 0 and 1: log evidence -2, in a suite of somebody else's.
fn suite() -> TempDir {
    let directory = tempfile::tempdir().expect("a directory");
    let case = json!({"format": 1, "id": "poisson/two", "title": "two counts", "level": "lower", "hunts": ["sign"],
        "operation": "evaluate", "data": {"set": "counts"}, "model": {"family": "poisson"},
        "parameters": {"weights": [1], "components": [{"rate": [1]}]}});
    let certified = json!({"format": 1, "id": "poisson/two",
        "result": {"log_evidence": "-2.00000000000000000000000000000"}, "attainable_digits": {"log_evidence": 15.95}});
    write(directory.path(), CASE, case.to_string().as_bytes());
    write(directory.path(), CERTIFIED, certified.to_string().as_bytes());
    write(directory.path(), DATA, b"count\n0\n1\n");
    write(directory.path(), HUNTS, b"[sign]\ndefect = \"a sign\"\neffect = \"the wrong way\"\n");
    directory
}

fn xtask(arguments: &[&str], suite: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.args(arguments).arg("--suite").arg(suite);
    command
}

fn verify(suite: &Path, arguments: &[&str]) -> Output {
    xtask(&[&["verify"], arguments].concat(), suite).output().expect("xtask runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The exit code, nothing on standard output, and every word on standard error.
fn assert_refused(output: &Output, code: i32, words: &[&str], what: &str) {
    let stderr = text(&output.stderr);
    assert_eq!((output.status.code(), text(&output.stdout).as_str()), (Some(code), ""), "{what}: {stderr}");
    for word in words {
        assert!(stderr.contains(word), "{what}: `{word}` is not in: {stderr}");
    }
    assert!(!stderr.contains("panicked"), "{what}: {stderr}");
}

/// What is done to the suite, to which of its files, and what is said of it.
type Sabotage<'a> = (&'a str, &'a str, &'a dyn Fn(&Path), &'a [&'a str]);

/// A directory in the place of a file cannot be read as one, not even by root.
fn directory_instead(path: &Path) {
    fs::remove_file(path).expect("removed");
    fs::create_dir(path).expect("a directory");
}

fn dangling(path: &Path) {
    remove(path);
    symlink("/no/such/place", path).expect("a link");
}

fn remove(path: &Path) {
    if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) }.expect("removed");
}

fn truncated(path: &Path) {
    let content = fs::read(path).expect("a file");
    fs::write(path, &content[..content.len() / 2]).expect("a file");
}

fn holding(content: &'static [u8]) -> impl Fn(&Path) {
    move |path| fs::write(path, content).expect("a file")
}

/// The JSON file with one value changed.
fn with(pointer: &'static str, value: Value) -> impl Fn(&Path) {
    move |path| {
        let mut file: Value = serde_json::from_slice(&fs::read(path).expect("a file")).expect("JSON");
        *file.pointer_mut(pointer).expect("a value to change") = value.clone();
        fs::write(path, file.to_string()).expect("a file");
    }
}

#[test]
fn the_suite_that_is_sabotaged_below_is_whole() {
    let output = verify(suite().path(), &[]);
    assert_eq!(output.status.code(), Some(0), "{}{}", text(&output.stdout), text(&output.stderr));
}

#[test]
fn every_sabotage_has_its_words() {
    let invalid: &[u8] = b"{\"format\": 1, \"id\": \"\xff\"}";
    let foreign_hash = json!("0".repeat(64));
    let sabotages: &[Sabotage] = &[
        ("a case that is empty", CASE, &holding(b""), &["poisson/two.json: the file is empty"]),
        ("a case of white space", CASE, &holding(b" \n"), &["poisson/two.json: the file is empty"]),
        ("a case cut short", CASE, &truncated, &["poisson/two.json:1", "EOF while parsing"]),
        ("a case that is not UTF-8", CASE, &holding(invalid), &["poisson/two.json", "valid UTF-8"]),
        ("a case that cannot be read", CASE, &dangling, &["poisson/two.json: No such file"]),
        ("a case of another format", CASE, &with("/format", json!(2)), &["`format`: format 2 is not known"]),
        ("a case of no format", CASE, &with("/format", json!(null)), &["`format`: missing; it is 1 today"]),
        ("a case of a wrong format", CASE, &with("/format", json!("1")), &["two.json:1: `format`", "expected u32"]),
        (
            "a case under another name",
            CASE,
            &with("/id", json!("poisson/tow")),
            &["`poisson/tow`", "says `poisson/two`"],
        ),
        ("a case nested without end", CASE, &holding(&[b'['; 100_000]), &["poisson/two.json:1"]),
        (
            "a defect of no list",
            CASE,
            &with("/hunts", json!(["sing"])),
            &["two.json: `hunts`: `sing` is not in hunts.toml"],
        ),
        ("a case gone", CASE, &remove, &["cases: there is no case in this suite"]),
        ("no directory of cases", "cases", &remove, &["cases: No such file"]),
        ("a link in its place", "cases", &dangling, &["cases: No such file"]),
        ("a family that leads nowhere", "cases/poisson", &dangling, &["cases/poisson: No such file"]),
        ("certified values gone", CERTIFIED, &remove, &["certified/poisson/two.json: missing", "cargo xtask certify"]),
        ("certified values cut short", CERTIFIED, &truncated, &["certified/poisson/two.json:1", "EOF while parsing"]),
        ("certified values empty", CERTIFIED, &holding(b""), &["certified/poisson/two.json: the file is empty"]),
        ("certified values in a directory", CERTIFIED, &directory_instead, &["two.json: Is a directory"]),
        ("certified values not UTF-8", CERTIFIED, &holding(invalid), &["certified/poisson/two.json", "valid UTF-8"]),
        ("certified values of another format", CERTIFIED, &with("/format", json!(7)), &["format 7 is not known"]),
        ("certified values of another case", CERTIFIED, &with("/id", json!("a/b")), &["`a/b`", "says `poisson/two`"]),
        (
            "too few certified digits",
            CERTIFIED,
            &with("/result/log_evidence", json!("-2.0")),
            &["result.log_evidence", "2 significant digits"],
        ),
        (
            "a certified value that is none",
            CERTIFIED,
            &with("/result/log_evidence", json!("two")),
            &["`result.log_evidence`: `two` is not a decimal number"],
        ),
        (
            "altered values",
            CERTIFIED,
            &with(
                "",
                json!({"format": 1, "id": "poisson/two", "result": {"log_evidence": "inf"},
                "attainable_digits": {"log_evidence": 1}, "certificate": {"result_sha256": foreign_hash}}),
            ),
            &["two.json: altered after it was certified", "run `cargo xtask certify --suite "],
        ),
        (
            "stale values",
            CERTIFIED,
            &with(
                "",
                json!({"format": 1, "id": "poisson/two", "result": {"log_evidence": "inf"},
                "attainable_digits": {"log_evidence": 1}, "certificate": {"inputs_sha256": foreign_hash}}),
            ),
            &["two.json: stale: the case or its data have changed", "run `cargo xtask certify --suite "],
        ),
        ("no directory of certified values", "certified", &remove, &["certified/poisson/two.json: missing"]),
        ("data gone", DATA, &remove, &["data/counts.csv: No such file"]),
        ("data in a directory", DATA, &directory_instead, &["data/counts.csv: Is a directory"]),
        ("data empty", DATA, &holding(b""), &["data/counts.csv: the file is empty"]),
        ("data not UTF-8", DATA, &holding(b"count\n\xff\n"), &["data/counts.csv", "valid UTF-8"]),
        (
            "data with a word",
            DATA,
            &holding(b"count\n0\none\n"),
            &["data/counts.csv:3: `count`: `one` is not a number"],
        ),
        ("data with a row too long", DATA, &holding(b"count\n0\n1,2\n"), &["data/counts.csv:3"]),
        ("defects that are no TOML", HUNTS, &holding(b"[sign\n"), &["hunts.toml:1"]),
        (
            "a defect without words",
            HUNTS,
            &holding(b"[sign]\ndefect = \"\"\n"),
            &["hunts.toml:1", "missing field `effect`"],
        ),
        ("a list of defects that leads nowhere", HUNTS, &dangling, &["hunts.toml: No such file"]),
        ("a list of defects in a directory", HUNTS, &directory_instead, &["hunts.toml: Is a directory"]),
    ];
    for (what, file, sabotage, words) in sabotages {
        let suite = suite();
        sabotage(&suite.path().join(file));
        for format in ["table", "json"] {
            assert_refused(&verify(suite.path(), &["--format", format]), 2, words, what);
        }
        let shown = xtask(&["case", "show", "poisson/two"], suite.path()).output().expect("xtask runs");
        assert_refused(&shown, 2, words, what);
    }
}

#[test]
fn an_adapter_that_does_not_start_is_exit_3_and_says_why() {
    let suite = suite();
    let program = suite.path().join("adapter");
    write(suite.path(), "adapter", b"#!/bin/sh\nexit 0\n");
    let not_executable = program.to_str().expect("UTF-8");
    let describing = |reply: &str| format!("sh -c 'read line; echo \"{}\"; cat'", reply.replace('"', "\\\""));
    for (command, words) in [
        (not_executable.to_owned(), &["could not be started", "ermission denied"][..]),
        (suite.path().display().to_string(), &["could not be started"]),
        ("/no/such/program".to_owned(), &["`/no/such/program` could not be started", "No such file"]),
        (String::new(), &["the command is empty"]),
        ("em 'unclosed".to_owned(), &["could not be started", "quote"]),
        ("true".to_owned(), &["asked to `describe` itself, it died: its process ended: exit status: 0"]),
        ("sh -c 'echo no licence >&2; exit 5'".to_owned(), &["exit status: 5", "no licence"]),
        ("sh -c 'kill -SEGV $$'".to_owned(), &["its process ended: signal: 11"]),
        ("sh -c 'exec >&-; exec sleep 60'".to_owned(), &["it closed its standard output"]),
        ("sleep 60".to_owned(), &["no answer within 0.5 s"]),
        (describing("hello"), &["standard output has `hello` where the reply should be"]),
        (describing("{\"id\": 1, \"ok\": 3}"), &["its answer to `describe` is no description"]),
        (describing("{\"id\": 1, \"error\": \"no licence\"}"), &["it said `error`: no licence"]),
    ] {
        for format in ["table", "junit"] {
            let arguments = ["--adapter", &command, "--start-timeout", "0.5", "--format", format];
            assert_refused(&verify(suite.path(), &arguments), 3, words, &command);
        }
    }
}

#[test]
fn a_report_that_cannot_be_written_is_an_error_and_a_reader_that_has_gone_is_none() {
    let suite = suite();
    for format in ["table", "json", "markdown", "junit"] {
        let full = fs::File::options().write(true).open("/dev/full").expect("a full device");
        let output = xtask(&["verify", "--format", format], suite.path()).stdout(full).output().expect("xtask runs");
        assert_refused(&output, 2, &["the report cannot be written: No space left on device"], format);
        let (reader, writer) = std::io::pipe().expect("a pipe");
        drop(reader);
        let output = xtask(&["verify", "--format", format], suite.path()).stdout(writer).output().expect("xtask runs");
        assert_eq!((output.status.code(), text(&output.stderr).as_str()), (Some(0), ""), "{format}");
    }
    let full = fs::File::options().write(true).open("/dev/full").expect("a full device");
    let shown = xtask(&["case", "show", "poisson/two"], suite.path()).stdout(full).output().expect("xtask runs");
    assert_refused(&shown, 2, &["the report cannot be written: No space left on device"], "case show");
}

#[test]
fn an_error_that_nobody_reads_keeps_its_exit_code() {
    let suite = suite();
    remove(&suite.path().join(CERTIFIED));
    let full = fs::File::options().write(true).open("/dev/full").expect("a full device");
    let status = xtask(&["verify"], suite.path()).stdout(Stdio::null()).stderr(full).status().expect("xtask runs");
    assert_eq!(status.code(), Some(2));
}
