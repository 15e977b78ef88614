//! The exponential distribution of `x >= 0` with rate `λ`: `θ = -λ`, `t(x) = x`, `A(θ) = -log(-θ)`, `h = 1`.
//!
//! `P = D = 1`. Domains: `θ < 0`, `m = 1/λ > 0`. Every function is one rounding away from exact.

use super::{ExponentialFamily, all_finite, scalar};
use crate::error::Result;

/// One waiting time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exponential;

/// `λ = -θ`, checked.
fn rate(natural: &[f64]) -> Result<f64> {
    scalar(natural, |theta| theta < 0.0, "natural", "finite and less than 0").map(|theta| -theta)
}

impl ExponentialFamily for Exponential {
    fn dimension(&self) -> usize {
        1
    }

    fn parameters(&self) -> usize {
        1
    }

    fn check_observation(&self, x: &[f64]) -> Result<()> {
        scalar(x, |x| x >= 0.0, "x", "finite and at least 0").map(|_| ())
    }

    fn check_natural(&self, natural: &[f64]) -> Result<()> {
        rate(natural).map(|_| ())
    }

    fn sufficient_statistics(&self, x: &[f64]) -> Result<Vec<f64>> {
        self.check_observation(x)?;
        Ok(x.to_vec())
    }

    fn log_base_measure(&self, x: &[f64]) -> Result<f64> {
        self.check_observation(x)?;
        Ok(0.0)
    }

    fn log_normaliser(&self, natural: &[f64]) -> Result<f64> {
        Ok(-rate(natural)?.ln())
    }

    fn mean_parameters(&self, natural: &[f64]) -> Result<Vec<f64>> {
        all_finite(vec![1.0 / rate(natural)?], "mean")
    }

    fn natural_parameters(&self, mean: &[f64]) -> Result<Vec<f64>> {
        let mean = scalar(mean, |mean| mean > 0.0, "mean", "finite and greater than 0")?;
        all_finite(vec![-1.0 / mean], "natural")
    }

    /// `1 - log λ`.
    fn entropy(&self, natural: &[f64]) -> Result<f64> {
        Ok(1.0 - rate(natural)?.ln())
    }
}
