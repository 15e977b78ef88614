//! `cargo xtask bench gate` over counts that were made before: what it says, and how it ends.

use std::{
    fs,
    path::Path,
    process::{Command, Output},
};

use measure::{
    machine::host::Host,
    record::{Records, Row, metric},
};
use tempfile::TempDir;

fn row(time: &str, revision: &str, host: &str, metric: &str, value: f64) -> Row {
    Row {
        time: time.to_owned(),
        revision: revision.to_owned(),
        dirty: false,
        host: host.to_owned(),
        benchmark: "G1/50".to_owned(),
        implementation: "reference".to_owned(),
        version: "0.1.0".to_owned(),
        threads: 1,
        metric: metric.to_owned(),
        unit: "1/iteration".to_owned(),
        value,
        low: None,
        high: None,
        samples: 1,
    }
}

fn rustc() -> String {
    let output = Command::new("rustc").arg("--version").output().expect("rustc runs");
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// A record of this host and counts that grew by so much; the host is another's where `rustc` is.
fn history(growth: f64, rustc: &str) -> TempDir {
    let directory = tempfile::tempdir().expect("a directory");
    let records = Records::at(directory.path().join("record"));
    let host = Host::here(rustc).keep(records.directory()).expect("a host");
    let before = [
        row("2026-11-01T00:00:00Z", "aaa", &host, metric::INSTRUCTIONS, 1e9),
        row("2026-11-01T00:00:00Z", "aaa", &host, metric::ALLOCATIONS, 12.0),
    ];
    records.append("2026-11-01", &before).expect("a record");
    let now = [
        row("2026-11-02T00:00:00Z", "bbb", &host, metric::INSTRUCTIONS, 1e9 * (1.0 + growth)),
        row("2026-11-02T00:00:00Z", "bbb", &host, metric::ALLOCATIONS, 12.0),
    ];
    Records::at(directory.path().join("counted")).append("2026-11-02", &now).expect("counts");
    fs::write(directory.path().join("waivers.toml"), "").expect("a file");
    directory
}

fn gate(directory: &Path) -> (Option<i32>, String) {
    let place = |name: &str| directory.join(name);
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.args(["bench", "gate", "--records"]).arg(place("record")).arg("--counted").arg(place("counted"));
    let Output { status, stdout, stderr } =
        command.arg("--waivers").arg(place("waivers.toml")).output().expect("xtask runs");
    (status.code(), String::from_utf8_lossy(&[stdout, stderr].concat()).into_owned())
}

#[test]
fn two_percent_are_caught_and_named_and_the_same_is_not() {
    let (code, said) = gate(history(0.02, &rustc()).path());
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("instructions of G1/50: +2.00 % since aaa; mend it"), "{said}");
    for growth in [0.0, 0.004, -0.3] {
        let (code, said) = gate(history(growth, &rustc()).path());
        assert_eq!(code, Some(0), "{said}");
        assert!(said.contains("2 counts, 2 of them compared"), "{said}");
    }
}

#[test]
fn a_waiver_lets_it_pass_until_its_day() {
    let directory = history(0.02, &rustc());
    let waiver = |until: &str| {
        let text = format!(
            "[[waiver]]\nbenchmark = \"G1*\"\nmetric = \"instructions\"\nby = 0.03\nuntil = \"{until}\"\nreason = \"wanted\"\n"
        );
        fs::write(directory.path().join("waivers.toml"), text).expect("a file");
    };
    waiver("2020-01-01");
    let (code, said) = gate(directory.path());
    assert!(code == Some(1) && said.contains("expired on 2020-01-01"), "{said}");
    waiver(&in_thirty_days());
    let (code, said) = gate(directory.path());
    assert!(code == Some(0) && said.contains("accepted: wanted"), "{said}");
}

/// A date of the calendar some thirty days from now, by looking for it.
fn in_thirty_days() -> String {
    let since = std::time::SystemTime::now().duration_since(std::time::SystemTime::UNIX_EPOCH).expect("after 1970");
    let wanted = i64::try_from(since.as_secs() / 86_400).expect("days") + 30;
    let years = 2026..2200;
    let dates = years.flat_map(|y| (1..=12).flat_map(move |m| (1..=31).map(move |d| format!("{y}-{m:02}-{d:02}"))));
    dates.into_iter().find(|date| measure::date::days(date) == Some(wanted)).expect("a date")
}

#[test]
fn instructions_of_another_compiler_are_not_compared_but_allocations_are() {
    let (code, said) = gate(history(0.5, "rustc 1.0.0").path());
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("not compared") && said.contains("2 counts, 1 of them compared"), "{said}");
}

#[test]
fn with_nothing_to_compare_there_is_no_verdict() {
    let directory = history(0.0, &rustc());
    fs::remove_file(directory.path().join("record/2026-11-01.csv")).expect("removed");
    let (code, said) = gate(directory.path());
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("can be compared with") && said.contains("cargo xtask bench counts --record"), "{said}");
}
