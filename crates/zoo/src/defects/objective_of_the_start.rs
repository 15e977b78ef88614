//! Prints the log likelihood of the initial parameters at every iteration.
//!
//! The trace says that nothing happens.
//!
//! Seen in drisso/zinbwave #30.

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "objective-of-the-start",
    layer: Layer::Reporting,
    seen_in: "drisso/zinbwave #30",
    steps: Steps { report_fit: first, report_trajectory: all_first, ..HEALTHY },
};

fn first(steps: &Steps, run: &Run, tied: bool) -> Fit {
    let (log_evidence, log_joint) = (Some(Number(run.log_evidence[0])), Some(Number(run.log_joint[0])));
    Fit { log_evidence, log_joint, ..report::fit(steps, run, tied) }
}

fn all_first(steps: &Steps, run: &Run, record: &[usize], tied: bool) -> Trajectory {
    let first = |values: &Row| vec![values[0]; values.len()];
    let run = Run { log_evidence: first(&run.log_evidence), log_joint: first(&run.log_joint), ..run.clone() };
    report::trajectory(steps, &run, record, tied)
}
