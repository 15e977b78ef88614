//! Adds the machine epsilon to every weighted density, so that no logarithm is of 0.
//!
//! The log likelihood has a floor near `N log(K ε)`, and where densities are small, as they are in many dimensions,
//! responsibilities drift to `1/K`.
//!
//! Seen in Spark MLlib 01aee9c, GaussianMixture.

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "epsilon-in-every-density",
    layer: Layer::EStep,
    seen_in: "Spark MLlib 01aee9c, GaussianMixture",
    steps: Steps { log_sum_exp: with_epsilon, responsibilities: shares, ..HEALTHY },
};

fn with_epsilon(values: &[f64]) -> f64 {
    log(values.iter().map(|value| exp(*value) + f64::EPSILON).sum())
}

fn shares(values: &[f64]) -> Row {
    let total: f64 = values.iter().map(|value| exp(*value) + f64::EPSILON).sum();
    values.iter().map(|value| (exp(*value) + f64::EPSILON) / total).collect()
}
