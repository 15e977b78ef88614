//! Ends with an M-step too many: asked for `t` iterations it returns the parameters of `t + 1`.
//!
//! The likelihood that is returned is not that of the parameters.
//!
//! Seen in mclust 6.1.3, em() (6.0.0 was right).

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "one-more-m-step",
    layer: Layer::Reporting,
    seen_in: "mclust 6.1.3, em() (6.0.0 was right)",
    steps: Steps { iterations: one_more, report_trajectory: late, ..HEALTHY },
};

fn one_more(asked: usize) -> usize {
    asked + 1
}

fn late(steps: &Steps, run: &Run, record: &[usize], tied: bool) -> Trajectory {
    let mut shown = run.clone();
    shown.log_evidence.pop();
    shown.log_joint.pop();
    shown.mixtures.remove(0);
    report::trajectory(steps, &shown, record, tied)
}
