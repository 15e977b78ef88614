//! Leaves `D/2 log(κ/(κ + n))` out of the marginal likelihood.
//!
//! The evidence does not punish a vague prior of the mean.
//!
//! Seen in scikit-learn PR #6651 (review: the Gaussian norm of each component). The kind of mistake is theirs; the formula here is ours.

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "marginal-without-mean-precisions",
    layer: Layer::Evidence,
    seen_in: "scikit-learn PR #6651 (review: the Gaussian norm of each component)",
    steps: Steps { marginal_mean: none, ..HEALTHY },
};

fn none(_prior: &NormalPart, _posterior: &NormalPart) -> f64 {
    0.0
}
