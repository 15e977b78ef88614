//! Reports with the parameters of iteration `t` the log likelihood of iteration `t - 1`, which its E-step has found.
//!
//! Who computes the likelihood again at the returned parameters finds another number; a run of one iteration reports
//! the start.
//!
//! Seen in mixtools 2.0.0, multmixEM; Apache Commons Math 3.6.1.

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "objective-stale-by-one",
    layer: Layer::Reporting,
    seen_in: "mixtools 2.0.0, multmixEM; Apache Commons Math 3.6.1",
    steps: Steps { report_trajectory: stale, ..HEALTHY },
};

fn stale(steps: &Steps, run: &Run, record: &[usize], tied: bool) -> Trajectory {
    let before = |values: &Row| (0..values.len()).map(|t| values[t.saturating_sub(1)]).collect();
    let run = Run { log_evidence: before(&run.log_evidence), log_joint: before(&run.log_joint), ..run.clone() };
    report::trajectory(steps, &run, record, tied)
}
