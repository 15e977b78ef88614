//! `σ²_d ~ IG(a, b_d)` for each dimension, or one `σ²` for all where there is one `b`.

use libm::{lgamma, log};

use super::super::{
    maximization::{Moments, trace},
    model::{InverseGamma, Matrix, NormalPart, Row},
    special::{digamma, log_2pi},
};
use crate::steps::Steps;

/// `a + n/2`, `b_d + (S_dd + B_dd)/2`; shared by `D` dimensions: `a + nD/2`, `b + tr(S + B)/2`.
pub fn posterior(steps: &Steps, normal: &NormalPart, prior: &InverseGamma, moments: &Moments) -> InverseGamma {
    let scatter = (steps.about_prior)(steps, normal, moments);
    let d = scatter.len();
    if shared(prior, d) {
        let scale = vec![prior.scale[0] + trace(&scatter) / 2.0];
        return InverseGamma { shape: prior.shape + moments.count * d as f64 / 2.0, scale };
    }
    let scale = (0..d).map(|i| prior.scale[i] + scatter[i][i] / 2.0).collect();
    InverseGamma { shape: prior.shape + moments.count / 2.0, scale }
}

/// One `σ²` for all dimensions; in one dimension that is no difference.
fn shared(prior: &InverseGamma, dimension: usize) -> bool {
    prior.scale.len() < dimension
}

/// `Σ_d (a log b_d - a' log b'_d + log Γ(a') - log Γ(a)) - nD/2 log 2π`.
pub fn marginal(prior: &InverseGamma, posterior: &InverseGamma, moments: &Moments) -> f64 {
    let (a, new) = (prior.shape, posterior.shape);
    let ratio = |(b, b_new): (&f64, &f64)| a * log(*b) - new * log(*b_new) + lgamma(new) - lgamma(a);
    let of_variance: f64 = prior.scale.iter().zip(&posterior.scale).map(ratio).sum();
    of_variance - 0.5 * moments.count * moments.mean.len() as f64 * log_2pi()
}

/// `E log σ² = log b - ψ(a)`.
pub fn expected_log(shape: f64, scale: f64) -> f64 {
    log(scale) - digamma(shape)
}

/// `-1/2 (D log 2π + Σ_d E log σ²_d + D/κ + Σ_d a/b_d (x_d - m_d)²)` of every row.
#[must_use]
pub fn expected(steps: &Steps, normal: &NormalPart, gamma: &InverseGamma, x: &Matrix) -> Row {
    let d = normal.mean.len();
    let scale = |i: usize| if shared(gamma, d) { gamma.scale[0] } else { gamma.scale[i] };
    let log_variance: f64 = (0..d).map(|i| (steps.expected_log_variance)(gamma.shape, scale(i))).sum();
    let of_mean = (steps.mean_variance)(d, normal.precision);
    let distance = |x: &Row| -> f64 {
        (0..d).map(|i| gamma.shape / scale(i) * (x[i] - normal.mean[i]) * (x[i] - normal.mean[i])).sum()
    };
    x.iter().map(|x| -0.5 * (d as f64 * log_2pi() + log_variance + of_mean + distance(x))).collect()
}
