//! Divides the scatter by `N_k - Σ w²/N_k`, as an unbiased estimate asks for.
//!
//! It is no maximum of the likelihood: EM ends at another point, and its objective may fall.
//!
//! Seen in flexmix 2.3-18, FLXMCmvnorm (cov.wt with method = unbiased).

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "covariance-unbiased",
    layer: Layer::MStep,
    seen_in: "flexmix 2.3-18, FLXMCmvnorm (cov.wt with method = unbiased)",
    steps: Steps { scatter: unbiased, ..HEALTHY },
};

fn unbiased(share: &Share, count: f64, mean: &[f64], i: usize, j: usize) -> f64 {
    let squares: f64 = share.weight.iter().map(|weight| (weight / count) * (weight / count)).sum();
    maximization::scatter(share, count, mean, i, j) / (1.0 - squares)
}
