//! Reports the log likelihood of a fit as its log joint.
//!
//! Fits under different priors look comparable.
//!
//! Seen in mclust 6.1.3, me() with priorControl.

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "objective-without-log-prior-in-a-fit",
    layer: Layer::Reporting,
    seen_in: "mclust 6.1.3, me() with priorControl",
    steps: Steps { report_fit: evidence, ..HEALTHY },
};

fn evidence(steps: &Steps, run: &Run, tied: bool) -> Fit {
    let fit = report::fit(steps, run, tied);
    Fit { log_joint: fit.log_evidence, ..fit }
}
