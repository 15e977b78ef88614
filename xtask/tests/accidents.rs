//! The accidents that people have with their first adapter, each made by a small adapter in Python, and what `verify` tells
//! them. Needs python3, and nothing beyond its standard library.

use std::{
    env,
    path::Path,
    process::{Command, Output},
};

use serde_json::Value;

/// Cases that the adapter can answer, of every operation that it has.
const CASES: &str = "gaussian/{*diagonal*,*spherical*}";

/// Whether python3 is there: not asked of a machine, unless it is one of CI.
fn has_python() -> bool {
    if Command::new("python3").arg("--version").output().is_ok_and(|output| output.status.success()) {
        return true;
    }
    assert!(env::var_os("CI").is_none(), "CI has to have python3");
    eprintln!("skipped: there is no python3 here");
    false
}

fn verify(accident: &str, cases: &str, options: &[&str]) -> Output {
    let program = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/accidents/adapter.py");
    let adapter = shell_words::join(["python3", program.to_str().expect("UTF-8"), accident]);
    Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(["verify", "--adapter", &adapter, "--filter", cases])
        .args(options)
        .output()
        .expect("xtask runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The cases of a JSON report that make it red.
fn failures(output: &Output) -> Vec<Value> {
    let report: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{}", text(&output.stderr)));
    let is_failure =
        |case: &&Value| !["passed", "unsupported"].contains(&case["outcome"].as_str().expect("an outcome"));
    report["cases"].as_array().expect("cases").iter().filter(is_failure).cloned().collect()
}

/// The failures of an accident, each with what is said of it.
fn told(accident: &str) -> Vec<(String, Vec<String>)> {
    let output = verify(accident, CASES, &["--format", "json"]);
    let said = |hint: &Value| ["what", "here", "advice"].map(|key| hint[key].as_str().unwrap_or_default()).join(" | ");
    let hints = |case: &Value| case["hints"].as_array().into_iter().flatten().map(said).collect();
    failures(&output).iter().map(|case| (case["id"].to_string(), hints(case))).collect()
}

/// Cases that the adapter fails or is unsure of without any accident: what it lacks is no accident.
fn sound() -> Vec<String> {
    told("none").into_iter().map(|(id, _)| id).collect()
}

#[test]
fn an_accident_of_reporting_is_named_in_every_case_that_it_spoils() {
    if !has_python() {
        return;
    }
    let sound = sound();
    assert!(sound.len() <= 8, "the adapter is no textbook: {sound:?}");
    for (accident, words, cases) in [
        ("mean", "is the certified one divided by N", 10),
        ("mean", "N = ", 10),
        ("late", "one iteration late", 5),
        ("transposed", "transposed: rows stand for columns", 2),
        ("labels", "the components in another order", 5),
        ("deviations", "standard deviations, where variances are asked for", 5),
        ("six-digits", "printed with 6 significant digits", 10),
    ] {
        let told: Vec<_> = told(accident).into_iter().filter(|(id, _)| !sound.contains(id)).collect();
        assert!(told.len() >= cases, "{accident} spoils {} cases", told.len());
        let named = |(_, hints): &&(String, Vec<String>)| {
            let alike = if accident == "mean" { words.replace("is the", "are each the") } else { words.to_owned() };
            hints.iter().any(|hint| hint.contains(words) || hint.contains(&alike))
        };
        let silent: Vec<_> = told.iter().filter(|case| !named(case)).collect();
        assert!(silent.len() * 10 <= told.len(), "{accident}: {silent:#?} of {}", told.len());
    }
}

#[test]
fn a_breach_of_the_protocol_is_named_in_every_case() {
    if !has_python() {
        return;
    }
    let cases = "gaussian/*diagonal*maximize*";
    for (accident, words) in [
        ("printing", "and then the reply"),
        ("dict", "a Python dict as Python prints it"),
        ("indented", "stands on several lines"),
        ("uncaught", "KeyError: 'no such key'"),
    ] {
        let output = verify(accident, cases, &["--jobs", "1"]);
        let stdout = text(&output.stdout);
        assert_eq!(output.status.code(), Some(1), "{accident}: {stdout}");
        assert!(stdout.contains("    hint: your ") && stdout.contains(words), "{accident}: {stdout}");
    }
    let output = verify("bare-nan", "gaussian/*diagonal*evaluate*", &[]);
    let stdout = text(&output.stdout);
    assert!(stdout.contains("a number that JSON cannot write as a bare word (NaN)"), "{stdout}");
}

#[test]
fn one_that_answers_when_its_input_is_closed_is_told_to_flush() {
    if !has_python() {
        return;
    }
    let words = "answered only when its standard input was closed: flush";
    let output = verify("buffered", "gaussian/*diagonal*maximize*", &["--timeout", "3", "--jobs", "1"]);
    let stdout = text(&output.stdout);
    assert!(output.status.code() == Some(1) && stdout.contains(words), "{stdout}");
    let output = verify("buffered-from-the-start", "gaussian/*diagonal*maximize*", &["--timeout", "3", "--jobs", "1"]);
    let stderr = text(&output.stderr);
    // Lines of an error are broken where the terminal ends.
    assert!(output.status.code() == Some(3) && stderr.contains("answered only when its"), "{stderr}");
}

#[test]
fn one_that_is_no_loop_is_told_so() {
    if has_python() {
        let output = verify("no-loop", "gaussian/*diagonal*maximize*", &["--jobs", "1"]);
        let stdout = text(&output.stdout);
        assert!(
            stdout.contains("ended by itself, without an error, before it answered: answer requests in a loop"),
            "{stdout}"
        );
    }
}

#[test]
fn what_explains_many_failures_is_said_once_above_them() {
    if has_python() {
        let stdout = text(&verify("mean", CASES, &[]).stdout);
        let above = stdout.split("\nFailures:\n").next().expect("a beginning");
        assert!(
            above.contains("\nHints:\n") && above.contains(" failures: your log_evidence and log_joint are each the"),
            "{stdout}"
        );
    }
}
