//! The Bernoulli distribution of `x` in {0, 1}: `θ = log p/(1-p)`, `t(x) = x`, `A(θ) = log(1 + exp θ)`, `h = 1`.
//!
//! `P = D = 1`. Domains: `θ` real, `0 < m = p < 1`. `A` and `∇A` take the exponential of `-|θ|` only, which never overflows; near
//! `p = 1` the mean has lost what `1 - p` was, and its inverse with it.

use super::{ExponentialFamily, scalar};
use crate::error::Result;

/// One coin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bernoulli;

/// The logit, checked.
fn logit(natural: &[f64]) -> Result<f64> {
    scalar(natural, |_| true, "natural", "finite")
}

impl ExponentialFamily for Bernoulli {
    fn dimension(&self) -> usize {
        1
    }

    fn parameters(&self) -> usize {
        1
    }

    fn check_observation(&self, x: &[f64]) -> Result<()> {
        scalar(x, |x| x == 0.0 || x == 1.0, "x", "0 or 1").map(|_| ())
    }

    fn check_natural(&self, natural: &[f64]) -> Result<()> {
        logit(natural).map(|_| ())
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
        let theta = logit(natural)?;
        Ok(theta.max(0.0) + (-theta.abs()).exp().ln_1p())
    }

    fn mean_parameters(&self, natural: &[f64]) -> Result<Vec<f64>> {
        let theta = logit(natural)?;
        let odds = (-theta.abs()).exp();
        Ok(vec![if theta < 0.0 { odds / (1.0 + odds) } else { 1.0 / (1.0 + odds) }])
    }

    fn natural_parameters(&self, mean: &[f64]) -> Result<Vec<f64>> {
        let p = scalar(mean, |p| p > 0.0 && p < 1.0, "mean", "greater than 0 and less than 1")?;
        Ok(vec![p.ln() - (-p).ln_1p()])
    }

    /// `log(1 + e) + |θ| e/(1 + e)` for `e = exp(-|θ|)`: both terms positive.
    fn entropy(&self, natural: &[f64]) -> Result<f64> {
        let size = logit(natural)?.abs();
        let odds = (-size).exp();
        Ok(odds.ln_1p() + size * odds / (1.0 + odds))
    }
}
