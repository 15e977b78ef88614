//! The normal distribution of a mean under the identity covariance: `μ ~ N(m, I/κ)`.
//!
//! Form (9) with `η = μ`, `t(x) = x`, `A(μ) = |μ|²/2`, `φ = κ m`, `ν = κ` (13): `p(μ) = exp(φᵀμ - ν|μ|²/2)/Z`,
//! `log Z = |φ|²/(2ν) + D/2 log(2π/ν)`, `h(x) = (2π)^{-D/2} exp(-|x|²/2)`. Here the natural is the mean parameter: the two readings are one.
//! Marginal likelihood: `-ND/2 log 2π - D/2 log(1 + N/κ) - (tr S + κN/(κ+N) |x̄ - m0|²)/2`, where the ratio of the `Z` would cancel
//! with `h`.

use super::{ConjugateDistribution, ConjugatePrior, Weighted, count, finite, scale_divergence};
use crate::{
    arithmetic::{double_double::DoubleDouble, special::LN_TAU, sum::Sum},
    error::Result,
    exponential_family::PseudoObservations,
    family::gaussian::{GaussianMoments, moments::TraceScatter},
    observations::Block,
    prior::Normal,
    statistics::{Effort, ShiftedWeights, Statistics},
};

/// `μ ~ N(m, I/κ)`.
#[derive(Clone, Debug)]
pub struct NormalDistribution {
    mean: Vec<DoubleDouble>,
    precision: f64,
}

impl NormalDistribution {
    /// The posterior after observations of some count and mean; of count 0 the prior.
    pub(super) fn new(prior: &Normal, count: DoubleDouble, mean: &[DoubleDouble]) -> Self {
        let mean = mean.iter().enumerate().map(|(d, &mean)| prior.mode(d, count, mean)).collect();
        Self { mean, precision: prior.precision + count.high }
    }

    /// `m`, `D`.
    #[must_use]
    pub fn mean(&self) -> &[DoubleDouble] {
        &self.mean
    }

    /// `κ`.
    #[must_use]
    pub fn precision(&self) -> f64 {
        self.precision
    }

    /// `x - m`, `D`.
    pub(super) fn deviation(&self, x: &[f64]) -> Vec<DoubleDouble> {
        x.iter().zip(&self.mean).map(|(&x, &mean)| DoubleDouble::from(x) - mean).collect()
    }

    /// `m - m'`, `D`.
    pub(super) fn apart(&self, other: &Self) -> Vec<DoubleDouble> {
        self.mean.iter().zip(&other.mean).map(|(&own, &other)| own - other).collect()
    }

    /// `D/2 (κ'/κ - 1 - log(κ'/κ))`: what `KL(N(m, Σ/κ) ‖ N(m', Σ/κ'))` holds beside the distance of the means.
    pub(super) fn divergence_of_precisions(&self, other: &Self) -> f64 {
        0.5 * self.mean.len() as f64 * scale_divergence(other.precision, self.precision)
    }
}

/// `|d|²`.
pub(super) fn square(d: &[DoubleDouble]) -> DoubleDouble {
    d.iter().fold(DoubleDouble::default(), |total, &d| total + d * d)
}

impl ConjugateDistribution for NormalDistribution {
    fn pseudo_observations(&self) -> Option<Vec<PseudoObservations>> {
        let statistics = self.mean.iter().map(|&m| (m * DoubleDouble::from(self.precision)).high).collect();
        Some(vec![PseudoObservations { statistics, count: self.precision }])
    }

    fn log_normaliser(&self) -> f64 {
        let mut total = Sum::default();
        total.add_product(0.5 * self.precision, square(&self.mean).high);
        total.add_product(0.5 * self.mean.len() as f64, LN_TAU - self.precision.ln());
        total.value()
    }

    /// `-D/2 log 2π - (|x - m|² + D/κ)/2`.
    fn expected_log_density(&self, x: &[f64]) -> DoubleDouble {
        let dimension = x.len() as f64;
        let spread = square(&self.deviation(x)) + DoubleDouble::from(dimension / self.precision);
        DoubleDouble::product(-0.5 * dimension, LN_TAU) - spread * DoubleDouble::from(0.5)
    }

    /// `D/2 (κ'/κ - 1 - log(κ'/κ)) + κ'/2 |m - m'|²`.
    fn divergence(&self, other: &Self) -> f64 {
        0.5 * other.precision * square(&self.apart(other)).high + self.divergence_of_precisions(other)
    }
}

impl ConjugatePrior for Normal {
    type Moments = GaussianMoments<TraceScatter>;
    type Distribution = NormalDistribution;
    type Parameters = Vec<f64>;

    fn moments(&self, block: &Block<'_>, weights: &ShiftedWeights) -> Self::Moments {
        GaussianMoments::of_block(self.mean().len(), block, weights, Effort::Standard)
    }

    fn distribution(&self) -> NormalDistribution {
        let nowhere = vec![DoubleDouble::default(); self.mean().len()];
        NormalDistribution::new(self, DoubleDouble::default(), &nowhere)
    }

    fn posterior(&self, statistics: &Statistics<Self::Moments>, k: usize) -> Result<NormalDistribution> {
        Ok(NormalDistribution::new(self, count(statistics, k), statistics.moments.mean(k)))
    }

    fn mode(&self, distribution: &NormalDistribution) -> std::result::Result<Vec<f64>, &'static str> {
        Ok(distribution.mean.iter().map(|mean| mean.high).collect())
    }

    fn log_marginal(&self, statistics: &Statistics<Self::Moments>, k: usize, _: &Weighted<'_>) -> Result<f64> {
        let (count, dimension) = (statistics.count(k), self.mean().len() as f64);
        if count == 0.0 {
            return Ok(0.0);
        }
        let mut total = Sum::default();
        total.add_product(-0.5 * count * dimension, LN_TAU);
        total.add(-0.5 * dimension * (count / self.precision).ln_1p());
        total.add_product(-0.5 * statistics.scale(k), statistics.moments.scatter(k).0);
        let distance = square(&self.deviation(statistics.moments.mean(k))).high;
        total.add_product(-0.5 * self.shrinkage(count), distance);
        finite(total.value(), "a log marginal likelihood")
    }
}
