//! Adds ten machine epsilons to every `N_k`, so that no division is by 0.
//!
//! Harmless for ordinary components; the mean of one with a few 1e-15 of the mass moves towards the origin.
//!
//! Seen in scikit-learn 1.9.1, GaussianMixture (nk + 10 eps).

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "count-plus-epsilon",
    layer: Layer::Precision,
    seen_in: "scikit-learn 1.9.1, GaussianMixture (nk + 10 eps)",
    steps: Steps { count: never_zero, ..HEALTHY },
};

fn never_zero(share: &[f64]) -> f64 {
    maximization::count(share) + 10.0 * f64::EPSILON
}
