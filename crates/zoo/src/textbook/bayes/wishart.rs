//! `Σ ~ IW(ν, Ψ)`.

use libm::log;

use super::super::{
    linear,
    maximization::Moments,
    model::{InverseWishart, Matrix, NormalPart, Result, Row},
    special::{PI, digamma, ln_multi_gamma, log_2pi},
};
use crate::steps::Steps;

/// `ν + n`, `Ψ + S + κn/(κ + n) (x̄ - m0)(x̄ - m0)ᵀ`.
pub fn posterior(steps: &Steps, normal: &NormalPart, prior: &InverseWishart, moments: &Moments) -> InverseWishart {
    let scatter = (steps.about_prior)(steps, normal, moments);
    InverseWishart {
        degrees_of_freedom: prior.degrees_of_freedom + moments.count,
        scale: super::super::map::sum_over(&prior.scale, &scatter, 1.0),
    }
}

/// `log Γ_D((ν + n)/2) - log Γ_D(ν/2) + ν/2 log|Ψ| - (ν + n)/2 log|Ψ'| - nD/2 log π`.
pub fn marginal(prior: &InverseWishart, posterior: &InverseWishart, count: f64) -> f64 {
    let d = prior.scale.len();
    let (before, after) = (prior.degrees_of_freedom / 2.0, posterior.degrees_of_freedom / 2.0);
    let of_scale = before * log_determinant(&prior.scale) - after * log_determinant(&posterior.scale);
    ln_multi_gamma(after, d) - ln_multi_gamma(before, d) + of_scale - 0.5 * count * d as f64 * log(PI)
}

fn log_determinant(matrix: &Matrix) -> f64 {
    linear::cholesky(matrix).map_or(f64::NAN, |root| linear::log_determinant(&root))
}

/// `E log|Σ⁻¹| = Σ_i ψ((ν - i)/2) + D log 2 - log|Ψ|`, `i` from 0.
pub fn expected_log_precision(degrees_of_freedom: f64, log_determinant: f64, dimension: usize) -> f64 {
    let digammas: f64 = (0..dimension).map(|i| digamma((degrees_of_freedom - i as f64) / 2.0)).sum();
    digammas + dimension as f64 * log(2.0) - log_determinant
}

/// `1/2 (E log|Σ⁻¹| - D log 2π - D/κ - ν (x - m)ᵀ Ψ⁻¹ (x - m))` of every row.
///
/// # Errors
/// A scale that is not positive definite.
pub fn expected(steps: &Steps, normal: &NormalPart, wishart: &InverseWishart, x: &Matrix) -> Result<Row> {
    let (nu, d) = (wishart.degrees_of_freedom, normal.mean.len());
    let root = (steps.cholesky)(&wishart.scale, "the scale of a posterior")?;
    let log_precision = (steps.expected_log_precision)(nu, linear::log_determinant(&root), d);
    let of_mean = (steps.mean_variance)(d, normal.precision);
    let distance = |x: &Row| linear::squared_norm(&root, &linear::difference(x, &normal.mean));
    let density = |x: &Row| {
        0.5 * (log_precision - d as f64 * log_2pi() - of_mean - (steps.expected_precision)(nu, d) * distance(x))
    };
    Ok(x.iter().map(density).collect())
}

/// `E Σ⁻¹ = ν Ψ⁻¹`: its factor.
pub fn expected_precision(degrees_of_freedom: f64, _dimension: usize) -> f64 {
    degrees_of_freedom
}
