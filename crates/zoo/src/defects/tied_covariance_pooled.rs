//! Divides the pooled scatter by `W - K`, the degrees of freedom of a pooled covariance.
//!
//! An unbiased estimate, and no maximum of the likelihood.
//!
//! A common mistake.

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "tied-covariance-pooled",
    layer: Layer::MStep,
    seen_in: "a common mistake",
    steps: Steps { tied_covariance: pooled, ..HEALTHY },
};

fn pooled(moments: &[Moments], total: f64) -> Matrix {
    let divisor = (total - moments.len() as f64).max(total / 2.0);
    maximization::tied_covariance(moments, divisor)
}
