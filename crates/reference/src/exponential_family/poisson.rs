//! Independent Poisson counts in `D` dimensions: `θ = log λ`, `t(x) = x`, `A(θ) = Σ_d exp θ_d`, `log h(x) = -Σ_d log x_d!` (8).
//!
//! Order: `θ_d = log λ_d`, `m_d = λ_d`. Domains: `θ` real, `m_d > 0`; a rate of 0 is the boundary, which no `θ` reaches.

use super::{ExponentialFamily, all_finite, check_vector, finite};
use crate::{
    arithmetic::{
        count::is_count,
        special::{LN_TAU, ln_gamma, poisson_log_probability},
        sum::sum,
    },
    error::{Result, check_domain, check_len, check_positive},
};

/// From this rate on the entropy is taken from its asymptotic expansion, whose first omitted term is below 1e-16.
const LARGE_RATE: f64 = 1e4;

/// Poisson counts in `D` dimensions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Poisson {
    dimension: usize,
}

impl Poisson {
    /// The family in `D` dimensions.
    #[must_use]
    pub fn new(dimension: usize) -> Self {
        Self { dimension }
    }
}

/// The entropy of one count: `-Σ_x p log p` over the rates' neighbourhood, or `1/2 log 2πeλ - 1/(12λ) - 1/(24λ²) - 19/(360λ³)`.
fn entropy_of_rate(rate: f64) -> f64 {
    if rate >= LARGE_RATE {
        let inverse = 1.0 / rate;
        let tail = inverse * (1.0 / 12.0 + inverse * (1.0 / 24.0 + inverse * (19.0 / 360.0)));
        return 0.5 * (1.0 + LN_TAU + rate.ln()) - tail;
    }
    // What lies beyond 12 standard deviations and 40 counts has probability below 1e-30.
    let reach = 12.0 * rate.sqrt() + 40.0;
    let (first, last) = ((rate - reach).max(0.0).floor() as u64, (rate + reach).ceil() as u64);
    let term = |x: u64| {
        let log_p = poisson_log_probability(x as f64, rate);
        if log_p < -700.0 { 0.0 } else { -log_p * log_p.exp() }
    };
    sum((first..=last).map(term))
}

impl ExponentialFamily for Poisson {
    fn dimension(&self) -> usize {
        self.dimension
    }

    fn parameters(&self) -> usize {
        self.dimension
    }

    fn check_observation(&self, x: &[f64]) -> Result<()> {
        check_len(x.len(), self.dimension, "x", "numbers")?;
        x.iter().enumerate().try_for_each(|(d, &value)| {
            check_domain(value, is_count, || format!("x[{d}]"), "a count: a whole number, at least 0")
        })
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
        finite(-sum(x.iter().map(|&x| ln_gamma(x + 1.0))), "log h(x)")
    }

    fn log_normaliser(&self, natural: &[f64]) -> Result<f64> {
        self.check_natural(natural)?;
        finite(sum(natural.iter().map(|theta| theta.exp())), "A(θ)")
    }

    fn mean_parameters(&self, natural: &[f64]) -> Result<Vec<f64>> {
        self.check_natural(natural)?;
        all_finite(natural.iter().map(|theta| theta.exp()).collect(), "mean")
    }

    fn natural_parameters(&self, mean: &[f64]) -> Result<Vec<f64>> {
        check_len(mean.len(), self.dimension, "mean", "numbers")?;
        check_positive(mean, "mean")?;
        Ok(mean.iter().map(|rate| rate.ln()).collect())
    }

    fn entropy(&self, natural: &[f64]) -> Result<f64> {
        let rates = self.mean_parameters(natural)?;
        Ok(sum(rates.into_iter().map(entropy_of_rate)))
    }
}
