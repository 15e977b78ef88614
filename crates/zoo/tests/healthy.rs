//! The textbook without a defect passes every golden case.

use std::path::Path;

use suite::{golden::Suite, runner, verdict::SLACK};
use zoo::{implementation::Specimen, steps::HEALTHY};

#[test]
fn the_healthy_textbook_passes_every_golden_case() {
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../golden");
    let suite = Suite::open(&golden).expect("a suite");
    let mut healthy = Specimen::new("healthy", HEALTHY);
    let mut wrong = Vec::new();
    for prepared in runner::prepare(&suite, None, 2).expect("prepared cases") {
        let finding = runner::put(&prepared, &mut healthy, SLACK).expect("a finding");
        if finding.outcome != suite::verdict::Outcome::Passed {
            wrong.push(format!("{}: {:?} {}", prepared.case.name(), finding.outcome, finding.message));
        }
    }
    assert!(wrong.is_empty(), "{} cases:\n{}", wrong.len(), wrong.join("\n"));
}
