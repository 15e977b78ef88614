//! Returns the mixing weights of the E-step after the last M-step with the components of that M-step.
//!
//! Weights and components belong to two iterations: the likelihood at what is returned is not the reported one.
//!
//! Seen in flexmix 2.3-18, the prior slot.

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "weights-one-iteration-ahead",
    layer: Layer::Reporting,
    seen_in: "flexmix 2.3-18, the prior slot",
    steps: Steps { report_trajectory: ahead, ..HEALTHY },
};

fn ahead(steps: &Steps, run: &Run, record: &[usize], tied: bool) -> Trajectory {
    let mut shown = run.clone();
    for (mixture, next) in shown.mixtures.iter_mut().zip(run.mixtures.iter().skip(1)) {
        mixture.weights.clone_from(&next.weights);
    }
    report::trajectory(steps, &shown, record, tied)
}
