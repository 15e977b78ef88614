//! The Gaussian with known covariance `I` in `D` dimensions: `θ = μ`, `t(x) = x`, `A(θ) = |θ|²/2`,
//! `log h(x) = -D/2 log 2π - |x|²/2` (10-12).
//!
//! Order: `θ_d = μ_d`, `m_d = μ_d`. Both domains are all of `R^D`, and `∇A` is the identity.

use super::{ExponentialFamily, check_vector, finite};
use crate::{
    arithmetic::{special::LN_TAU, sum::Sum},
    error::Result,
};

/// `N(μ, I)` in `D` dimensions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GaussianKnownCovariance {
    dimension: usize,
}

impl GaussianKnownCovariance {
    /// The family in `D` dimensions.
    #[must_use]
    pub fn new(dimension: usize) -> Self {
        Self { dimension }
    }
}

/// `|x|²/2`.
fn half_square(x: &[f64]) -> f64 {
    let mut total = Sum::default();
    x.iter().for_each(|&x| total.add_product(x, x));
    0.5 * total.value()
}

impl ExponentialFamily for GaussianKnownCovariance {
    fn dimension(&self) -> usize {
        self.dimension
    }

    fn parameters(&self) -> usize {
        self.dimension
    }

    fn check_observation(&self, x: &[f64]) -> Result<()> {
        check_vector(x, self.dimension, "x")
    }

    fn check_natural(&self, natural: &[f64]) -> Result<()> {
        check_vector(natural, self.dimension, "natural")
    }

    fn sufficient_statistics(&self, x: &[f64]) -> Result<Vec<f64>> {
        self.check_observation(x)?;
        Ok(x.to_vec())
    }

    fn log_base_measure(&self, x: &[f64]) -> Result<f64> {
        self.check_observation(x)?;
        finite(-0.5 * self.dimension as f64 * LN_TAU - half_square(x), "log h(x)")
    }

    fn log_normaliser(&self, natural: &[f64]) -> Result<f64> {
        self.check_natural(natural)?;
        finite(half_square(natural), "A(θ)")
    }

    fn mean_parameters(&self, natural: &[f64]) -> Result<Vec<f64>> {
        self.check_natural(natural)?;
        Ok(natural.to_vec())
    }

    fn natural_parameters(&self, mean: &[f64]) -> Result<Vec<f64>> {
        check_vector(mean, self.dimension, "mean")?;
        Ok(mean.to_vec())
    }

    /// `D/2 (1 + log 2π)`.
    fn entropy(&self, natural: &[f64]) -> Result<f64> {
        self.check_natural(natural)?;
        Ok(0.5 * self.dimension as f64 * (1.0 + LN_TAU))
    }
}
