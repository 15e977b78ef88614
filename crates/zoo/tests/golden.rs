//! The textbook without a defect passes every golden case; with any defect it does not.

use std::path::Path;

use rayon::prelude::*;
use suite::{
    format::Operation,
    golden::Suite,
    runner::{self, Prepared},
    verdict::{Outcome, SLACK},
};
use zoo::{defects, implementation::Specimen, matrix::killed_by_any, steps::HEALTHY};

/// The cases of one operation after the other, long runs last.
fn cases() -> Vec<Prepared> {
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../golden");
    let suite = Suite::open(&golden).expect("a suite");
    let mut cases = runner::prepare(&suite, None, 2).expect("a whole suite");
    cases.sort_by_key(|case| match case.case.operation {
        Operation::Fit => 2,
        Operation::Trajectory => 1,
        _ => 0,
    });
    cases
}

#[test]
fn the_healthy_textbook_passes_every_golden_case() {
    let wrong = cases().into_par_iter().filter_map(|prepared| {
        let mut healthy = Specimen::new("healthy", HEALTHY);
        let finding = runner::put(&prepared, &mut healthy, SLACK).expect("a whole suite");
        let passed = finding.outcome == Outcome::Passed;
        (!passed).then(|| format!("{}: {} {}", prepared.case.name(), finding.outcome, finding.message))
    });
    let wrong: Vec<String> = wrong.collect();
    assert!(wrong.is_empty(), "{} cases:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn golden_kills_every_defect() {
    let cases = cases();
    let lives = defects::ALL.par_iter().filter(|defect| {
        let mut specimen = defect.specimen();
        !killed_by_any(&cases, &mut specimen).expect("a whole suite")
    });
    let lives: Vec<&str> = lives.map(|defect| defect.name).collect();
    assert!(lives.is_empty(), "no golden case kills {lives:?}");
}
