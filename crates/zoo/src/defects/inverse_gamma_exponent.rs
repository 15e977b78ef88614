//! Has `a` for `a + 1` as the exponent of the variance in the inverse gamma density: a gamma density of the precision,
//! without its Jacobian.
//!
//! The reported objective is not the one that is maximised, and may fall.
//!
//! A common mistake.

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "inverse-gamma-exponent",
    layer: Layer::Prior,
    seen_in: "a common mistake",
    steps: Steps { log_inverse_gamma: of_the_precision, ..HEALTHY },
};

fn of_the_precision(prior: &InverseGamma, d: usize, variance: f64) -> f64 {
    log_prior::log_inverse_gamma(prior, d, variance) + log(variance)
}
