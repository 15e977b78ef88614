//! The accidents that people have with their first adapter, each made by a small adapter in Python, and what the report on a
//! run tells them. Needs python3, and nothing beyond its standard library.

use std::{env, path::Path, process::Command, time::Duration};

use suite::{
    golden::Suite,
    known_failures::KnownFailures,
    process::{Interrupt, Limits, ProcessAdapter, StartError},
    report::{CaseReport, Report, table},
    runner::{Options, prepare, run},
    verdict::SLACK,
};

/// Cases of every operation that the adapter has.
const CASES: &str = "gaussian/{*diagonal*,*spherical*}";
const ONE: &str = "gaussian/unemployment-diagonal-maximize";

/// Whether python3 is there: not asked of a machine, unless it is one of CI.
fn has_python() -> bool {
    if Command::new("python3").arg("--version").output().is_ok_and(|output| output.status.success()) {
        return true;
    }
    assert!(env::var_os("CI").is_none(), "CI has to have python3");
    eprintln!("skipped: there is no python3 here");
    false
}

fn start(accident: &str, seconds: u64) -> Result<ProcessAdapter, StartError> {
    let program = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/accidents/adapter.py");
    // Without the environment, which may say that nothing is to be buffered.
    let command = shell_words::join(["python3", "-E", program.to_str().expect("UTF-8"), accident]);
    ProcessAdapter::start(&command, Limits::within(Duration::from_secs(seconds)), Interrupt::default())
}

fn report(accident: &str, cases: &str, seconds: u64) -> Report {
    let golden = Suite::open(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../golden")).expect("the golden suite");
    let prepared = prepare(&golden, Some(cases), 2).expect("cases");
    let options = Options { slack: SLACK, jobs: 2, interrupt: Interrupt::default() };
    let started = || start(accident, seconds).map(|adapter| Box::new(adapter) as _);
    let run = run(&prepared, &started, &options, &|_, _| ()).expect("a run");
    Report::new(&prepared, run, SLACK, &KnownFailures::default(), &|id| format!("again {id}"))
}

/// The failures that the adapter has without any accident: components that become empty.
fn own_failure(case: &CaseReport) -> bool {
    case.id.contains("/empty-")
}

fn said(case: &CaseReport) -> Vec<String> {
    case.hints.iter().map(ToString::to_string).collect()
}

#[test]
fn without_an_accident_the_adapter_is_right() {
    if has_python() {
        let report = report("none", CASES, 60);
        let failures: Vec<&CaseReport> = report.failures().filter(|case| !own_failure(case)).collect();
        assert!(failures.is_empty() && report.totals.passed >= 12, "{failures:#?}");
    }
}

#[test]
fn an_accident_of_reporting_is_named_in_every_case_that_it_spoils() {
    if !has_python() {
        return;
    }
    for (accident, words, cases) in [
        ("mean", "the certified one divided by N, the number of observations (N = ", 10),
        ("late", "one iteration late", 5),
        ("transposed", "transposed: rows stand for columns", 4),
        ("labels", "the components in another order", 8),
        ("deviations", "standard deviations, where variances are asked for", 8),
        ("six-digits", "right as far as these go", 10),
    ] {
        let report = report(accident, CASES, 60);
        let failures: Vec<&CaseReport> = report.failures().filter(|case| !own_failure(case)).collect();
        assert!(failures.len() >= cases, "{accident} spoils {} cases", failures.len());
        let named = |case: &&&CaseReport| said(case).iter().any(|hint| hint.contains(words));
        let silent: Vec<_> = failures.iter().filter(|case| !named(case)).map(|case| (&case.id, said(case))).collect();
        assert!(silent.len() * 5 <= failures.len(), "{accident}: {silent:#?} of {}", failures.len());
        let text = table(&report);
        let above = text.split("\nFailures:\n").next().expect("a beginning");
        assert!(above.contains("\nHints:\n") && above.contains(" failures: your "), "{text}");
    }
}

#[test]
fn a_breach_of_the_protocol_is_named() {
    if !has_python() {
        return;
    }
    for (accident, words) in [
        ("printing", "bytes`, and then the reply): print nothing but replies there"),
        ("dict", "a Python dict as Python prints it"),
        ("indented", "stands on several lines"),
        ("uncaught", "died of a Python exception (KeyError: 'no such key')"),
        ("no-loop", "ended by itself, without an error, before it answered: answer requests in a loop"),
    ] {
        let report = report(accident, ONE, 60);
        let case = &report.cases[0];
        assert!(said(case).iter().any(|hint| hint.contains(words)), "{accident}: {case:#?}");
    }
    let report = report("bare-nan", "gaussian/iris-{diagonal,spherical}-evaluate", 60);
    assert!(report.failures().count() > 0);
    for case in report.failures() {
        let words = "a number that JSON cannot write as a bare word (NaN)";
        assert!(said(case).iter().any(|hint| hint.contains(words)), "{case:#?}");
    }
}

#[test]
fn one_that_answers_when_its_input_is_closed_is_told_to_flush() {
    if !has_python() {
        return;
    }
    let words = "answered only when its standard input was closed: flush";
    let report = report("buffered", ONE, 8);
    assert!(said(&report.cases[0]).iter().any(|hint| hint.contains(words)), "{:#?}", report.cases[0]);
    let error = start("buffered-from-the-start", 8).err().expect("no reply to `describe`").to_string();
    assert!(error.contains("\nhint: your adapter ") && error.contains(words), "{error}");
}
