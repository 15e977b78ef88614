//! Multiplies the diagonal of every full covariance by 1.00001, so that it can be factored.
//!
//! Five digits of every covariance, and a fixed point that is no maximum.
//!
//! Seen in Smile aabe6ceb6, MultivariateGaussianDistribution (M-step).

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "diagonal-inflated",
    layer: Layer::Precision,
    seen_in: "Smile aabe6ceb6, MultivariateGaussianDistribution (M-step)",
    steps: Steps { full_covariance: inflated, ..HEALTHY },
};

fn inflated(moments: &Moments) -> Matrix {
    let mut covariance = maximization::full_covariance(moments);
    (0..covariance.len()).for_each(|d| covariance[d][d] *= 1.00001);
    covariance
}
