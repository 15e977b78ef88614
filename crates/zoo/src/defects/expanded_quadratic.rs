//! Expands `(x - μ)²/σ²` to `x²/σ² - 2 x μ/σ² + μ²/σ²`, three matrix products, in the diagonal structures.
//!
//! Fast, and without digits where `μ` is large against `σ`.
//!
//! Seen in GaussianMixtures.jl 33540a1, diagonal log density; hmmlearn 0.3.3, GaussianHMM.

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "expanded-quadratic",
    layer: Layer::Precision,
    seen_in: "GaussianMixtures.jl 33540a1, diagonal log density; hmmlearn 0.3.3, GaussianHMM",
    steps: Steps { squared_distance: expanded, ..HEALTHY },
};

fn expanded(factor: &Factor, x: &[f64], mean: &[f64]) -> f64 {
    let Factor::Variances(variances) = factor else { return density::squared_distance(factor, x, mean) };
    let sum = |f: &dyn Fn(usize) -> f64| (0..x.len()).map(|d| f(d) / variances[d]).sum::<f64>();
    sum(&|d| x[d] * x[d]) - 2.0 * sum(&|d| x[d] * mean[d]) + sum(&|d| mean[d] * mean[d])
}
