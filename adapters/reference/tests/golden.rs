//! The certified values, put to the reference in process: what `cargo xtask verify` does, but the first case that fails ends it.
//! A mutant of the reference has to be told from it thousands of times, and most are by the first few cases.

use std::path::Path;

use reference_adapter::Reference;
use suite::{
    golden::Suite,
    runner::{prepare_one, put},
    verdict::{Outcome, SLACK},
};

#[test]
fn every_case_of_the_suite_passes() {
    let suite = Suite::open(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../golden")).unwrap();
    let mut reference = Reference::new();
    for case in &suite.cases {
        let prepared = prepare_one(&suite, case).unwrap_or_else(|error| panic!("{}: {error}", case.name()));
        let finding = put(&prepared, &mut reference, SLACK).unwrap_or_else(|error| panic!("{}: {error}", case.name()));
        assert_eq!(finding.outcome, Outcome::Passed, "{}: {}", case.name(), finding.message);
    }
}
