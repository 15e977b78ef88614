//! A slowdown of 2 % that was planted is caught by counting, and nothing else is: the same program counts the same, run after run.

use std::{env, time::Duration};

use measure::{
    count::{self, Counter},
    gate::{Gate, Judgement, Verdict},
    record::{Row, metric},
    workload,
};
use suite::{format::Case, process::Interrupt};

/// Counts of a small workload, T = 2.
fn instructions(percent: &str, case: &Case) -> f64 {
    let words = vec![env!("CARGO_BIN_EXE_slower-adapter").to_owned(), percent.to_owned()];
    let counter = Counter::new(words, Duration::from_secs(600), Interrupt::default());
    count::per_iteration(&counter, case).expect("counts").instructions
}

fn row(revision: usize, value: f64) -> Row {
    Row {
        time: format!("2026-11-21T12:00:{revision:02}Z"),
        revision: revision.to_string(),
        dirty: false,
        host: "here".to_owned(),
        benchmark: "G3".to_owned(),
        implementation: "reference".to_owned(),
        version: String::new(),
        threads: 1,
        metric: metric::INSTRUCTIONS.to_owned(),
        unit: String::new(),
        value,
        low: None,
        high: None,
        samples: 1,
    }
}

fn judge(record: &[Row], now: f64) -> Judgement {
    let gate = Gate { record, waivers: &[], today: "2026-11-21", alike: &|_| true, complete: true };
    gate.judge(&[row(99, now)])
}

#[test]
fn two_percent_more_instructions_are_caught_and_the_same_again_is_not() {
    if count::version().is_none() {
        assert!(env::var_os("CI").is_none(), "valgrind is not there, and in CI it has to be");
        eprintln!("not tried: there is no valgrind");
        return;
    }
    // A hundred tiles of the kernel, and two more: of fewer rows what an iteration costs whatever N is would hide the slowdown.
    let workload = workload::chosen("G3").expect("a workload")[0];
    let case = count::lasting(&workload.case(workload.observations / 12_800), 2);
    let as_ever = instructions("0", &case);
    let record: Vec<Row> = (1..=3).map(|revision| row(revision, as_ever)).collect();
    let again = judge(&record, instructions("0", &case));
    // What is left is where memory happens to lie: tens of instructions in millions.
    assert!(again.passes() && again.counts[0].growth().is_some_and(|growth| growth.abs() < 1e-4), "{again:?}");
    let slower = judge(&record, instructions("2", &case));
    assert!(!slower.passes() && slower.counts[0].verdict == Verdict::Grew, "{slower:?}");
    let growth = slower.counts[0].growth().expect("compared");
    assert!((0.015..0.03).contains(&growth), "planted 2 %, counted {growth}");
}
