//! Computes the covariance as `E[x xᵀ] - x̄ x̄ᵀ`.
//!
//! Far from the origin nothing is left: data at 1e8 have negative variances.
//!
//! Seen in scikit-learn 1.9.1, diag, tied and spherical (#30382, PR #30383); pomegranate e916273; hmmlearn 0.3.3.

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "raw-moments",
    layer: Layer::Precision,
    seen_in: "scikit-learn 1.9.1, diag, tied and spherical (#30382, PR #30383); pomegranate e916273; hmmlearn 0.3.3",
    steps: Steps { scatter: raw, ..HEALTHY },
};

fn raw(share: &Share, count: f64, mean: &[f64], i: usize, j: usize) -> f64 {
    let products = share.x.iter().zip(share.weight).map(|(x, weight)| weight * x[i] * x[j]);
    products.sum::<f64>() - count * mean[i] * mean[j]
}
