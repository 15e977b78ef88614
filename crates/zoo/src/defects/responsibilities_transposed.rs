//! Writes responsibilities as `K` rows of `N`.
//!
//! Where `N = K` nobody notices that rows are columns.
//!
//! A common mistake.

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "responsibilities-transposed",
    layer: Layer::Reporting,
    seen_in: "a common mistake",
    steps: Steps { report_evaluation: by_component, ..HEALTHY },
};

fn by_component(found: &Expectation, log_evidence: f64, log_joint: f64) -> Evaluation {
    let mut evaluation = report::evaluation(found, log_evidence, log_joint);
    if evaluation.responsibilities.is_some() {
        evaluation.responsibilities = Some(report::rows(&linear::transposed(&found.responsibilities)));
    }
    evaluation
}
