//! `log p(x|θ)` of the three families.

use libm::{lgamma, log};

use super::{
    linear,
    model::{Component, Covariance, Matrix, Result, Row},
    special::{log_2pi, x_log_y},
};
use crate::steps::Steps;

/// A covariance ready to be divided by: variances, or the Cholesky factor.
#[derive(Clone, Debug, PartialEq)]
pub enum Factor {
    /// `σ²_d`.
    Variances(Row),
    /// `L` of `Σ = L Lᵀ`.
    Cholesky(Matrix),
}

/// Factors a covariance in `D` dimensions; `name` is whose it is.
///
/// # Errors
/// Where it is not positive definite.
pub fn factor(steps: &Steps, covariance: &Covariance, dimension: usize, name: &str) -> Result<Factor> {
    let variances = match covariance {
        Covariance::Full(matrix) => return (steps.cholesky)(matrix, name).map(Factor::Cholesky),
        Covariance::Identity => vec![1.0; dimension],
        Covariance::Spherical(variance) => vec![*variance; dimension],
        Covariance::Diagonal(variances) => variances.clone(),
    };
    for variance in &variances {
        (steps.positive)(*variance, name)?;
    }
    Ok(Factor::Variances(variances))
}

/// `log |Σ|`.
pub fn log_determinant(factor: &Factor) -> f64 {
    match factor {
        Factor::Variances(variances) => variances.iter().map(|variance| log(*variance)).sum(),
        Factor::Cholesky(l) => linear::log_determinant(l),
    }
}

/// `(x - μ)ᵀ Σ⁻¹ (x - μ)`.
pub fn squared_distance(factor: &Factor, x: &[f64], mean: &[f64]) -> f64 {
    let away = linear::difference(x, mean);
    match factor {
        Factor::Cholesky(l) => linear::squared_norm(l, &away),
        Factor::Variances(variances) => {
            let z = away.iter().zip(variances).map(|(away, variance)| away / variance.sqrt());
            z.map(|z| z * z).sum()
        }
    }
}

/// `-1/2 (D log 2π + log|Σ| + (x - μ)ᵀ Σ⁻¹ (x - μ))`.
pub fn gaussian(dimension: usize, log_determinant: f64, squared_distance: f64) -> f64 {
    -0.5 * (dimension as f64 * log_2pi() + log_determinant + squared_distance)
}

/// `Σ_d x_d log λ_d - λ_d`, without the factorials.
pub fn poisson(x: &[f64], rate: &[f64]) -> f64 {
    x.iter().zip(rate).map(|(x, rate)| x_log_y(*x, *rate) - rate).sum()
}

/// `log x!`.
pub fn ln_factorial(x: f64) -> f64 {
    lgamma(x + 1.0)
}

/// `Σ_d log p_{d, x_d}`.
pub fn categorical(x: &[f64], probabilities: &Matrix) -> f64 {
    x.iter().zip(probabilities).map(|(x, p)| log(p[*x as usize])).sum()
}

/// `log p(x_n|θ_k)` of every row.
///
/// # Errors
/// A covariance that is not positive definite.
pub fn log_densities(steps: &Steps, x: &Matrix, component: &Component, name: &str) -> Result<Row> {
    Ok(match component {
        Component::Gaussian { mean, covariance } => {
            let factor = (steps.factor)(steps, covariance, mean.len(), name)?;
            let log_determinant = (steps.log_determinant)(&factor);
            let density =
                |x: &Row| (steps.gaussian)(mean.len(), log_determinant, (steps.squared_distance)(&factor, x, mean));
            x.iter().map(density).collect()
        }
        Component::Poisson { rate } => {
            let factorials = |x: &Row| x.iter().map(|x| (steps.ln_factorial)(*x)).sum::<f64>();
            x.iter().map(|x| (steps.poisson)(x, rate) - factorials(x)).collect()
        }
        Component::Categorical { probabilities } => x.iter().map(|x| (steps.categorical)(x, probabilities)).collect(),
    })
}
