//! Counts iterations from 1 and stops before the last one.
//!
//! Asked for `t` iterations it makes `t - 1`; asked for one it returns the start.
//!
//! Seen in mlpack 81bfcfe6, EMFit (iteration = 1; iteration != maxIterations).

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "one-iteration-short",
    layer: Layer::Stopping,
    seen_in: "mlpack 81bfcfe6, EMFit (iteration = 1; iteration != maxIterations)",
    steps: Steps { iterations: one_less, report_trajectory: padded, ..HEALTHY },
};

fn one_less(asked: usize) -> usize {
    asked.saturating_sub(1)
}

/// The last iteration stands for the one that was not made.
fn padded(steps: &Steps, run: &Run, record: &[usize], tied: bool) -> Trajectory {
    let mut shown = run.clone();
    for values in [&mut shown.log_evidence, &mut shown.log_joint] {
        values.push(values[values.len() - 1]);
    }
    shown.mixtures.push(run.mixtures[run.mixtures.len() - 1].clone());
    report::trajectory(steps, &shown, record, tied)
}
