//! Measures the scatter about the mean of the iteration before.
//!
//! Covariances too large by the step of the mean. The objective still grows, so that no monitor of it complains; only
//! the path and its speed are wrong.
//!
//! Seen in hmmlearn 0.3.3, GMMHMM.

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "scatter-about-the-old-mean",
    layer: Layer::MStep,
    seen_in: "hmmlearn 0.3.3, GMMHMM",
    steps: Steps { scatter: about_the_old, ..HEALTHY },
};

fn about_the_old(share: &Share, count: f64, mean: &[f64], i: usize, j: usize) -> f64 {
    let old = match share.previous {
        Some(Component::Gaussian { mean, .. }) => mean,
        _ => mean,
    };
    maximization::scatter(share, count, old, i, j)
}
