//! The factors `q(π) = Dir(α + N)` and `q(θ_k)`, the posterior under `r_nk` (50), and the responsibilities that they make in turn:
//! `log r_nk = E[log π_k] + E[log p(x_n|θ_k)] - log Σ_j exp(...)` [B10.46-10.49, B10.65, B10.66].
//!
//! Logarithms are subtracted in double-double before anything is exponentiated: what all components share, 1e9 of a far
//! observation, 345 in units of 1e-150, stays out of the rounding of the responsibilities.

use faer::Mat;

use super::Responsibilities;
use crate::{
    arithmetic::double_double::DoubleDouble,
    conjugate::{ConjugateDistribution, ConjugatePrior, DirichletDistribution, NormalInverseWishartDistribution},
    em::{block_len, reduce},
    error::{Error, Moment, Result},
    observations::{Block, Observations},
    prior::{Dirichlet, NormalInverseWishart},
    statistics::{ShiftedWeights, Statistics},
};

/// `q(π)` and `q(θ_1), ..., q(θ_K)`, with what they are made of.
#[derive(Debug)]
pub struct Factors<'a, P: ConjugatePrior> {
    pub(super) prior_of_weights: DirichletDistribution,
    pub(super) prior: &'a P,
    pub(super) statistics: Statistics<P::Moments>,
    weights: DirichletDistribution,
    /// `E[log π_k]`.
    log_proportions: Vec<f64>,
    components: Vec<P::Distribution>,
}

impl<'a, P: ConjugatePrior> Factors<'a, P> {
    /// The factors that maximise the ELBO for these responsibilities.
    ///
    /// # Errors
    /// Those of [`ConjugatePrior::posterior`].
    pub fn new(
        observations: &Observations,
        weights: &Dirichlet,
        prior: &'a P,
        responsibilities: &Responsibilities,
    ) -> Result<Self> {
        Self::of_statistics(weights, prior, statistics(observations, prior, responsibilities)?)
    }

    /// The factors that maximise the ELBO for the responsibilities behind these statistics.
    pub(super) fn of_statistics(weights: &Dirichlet, prior: &'a P, statistics: Statistics<P::Moments>) -> Result<Self> {
        let prior_of_weights = DirichletDistribution::new(vec![weights.concentration.clone()]);
        let components: Vec<_> =
            (0..statistics.components()).map(|k| prior.posterior(&statistics, k)).collect::<Result<_>>()?;
        let weights = prior_of_weights.after(&[counts(&statistics)]);
        let log_proportions = (0..components.len()).map(|k| weights.expected_log_probability(0, k)).collect();
        Ok(Self { weights, log_proportions, prior_of_weights, prior, statistics, components })
    }

    /// `q(π)`.
    #[must_use]
    pub fn weights(&self) -> &DirichletDistribution {
        &self.weights
    }

    /// `q(θ_k)`, `K`.
    #[must_use]
    pub fn components(&self) -> &[P::Distribution] {
        &self.components
    }

    /// `E[log π_k] + E[log p(x|θ_k)]`, `K`; `-inf` where that is beyond binary64.
    pub(super) fn expected_logs(&self, x: &[f64]) -> Vec<DoubleDouble> {
        let component = |(k, q): (usize, &P::Distribution)| {
            let expected = q.expected_log_density(x) + DoubleDouble::from(self.log_proportions[k]);
            if expected.high.is_finite() { expected } else { DoubleDouble::from(f64::NEG_INFINITY) }
        };
        self.components.iter().enumerate().map(component).collect()
    }

    /// The responsibilities that maximise the ELBO for these factors.
    ///
    /// # Errors
    /// An observation whose expected log densities are all beyond binary64.
    pub fn responsibilities(&self, observations: &Observations, moment: Moment) -> Result<Responsibilities> {
        let (components, count) = (self.components.len(), observations.count());
        let (mut values, mut logs) = (Mat::zeros(components, count), Mat::zeros(components, count));
        for n in 0..count {
            let expected = self.expected_logs(observations.row(n));
            let largest = expected.iter().copied().fold(expected[0], larger);
            if largest.high == f64::NEG_INFINITY {
                let quantity = format!("every expected log density of observation {n}");
                return Err(Error::NotRepresentable { quantity, moment });
            }
            let below = |value: DoubleDouble| if value.high.is_finite() { (value - largest).high } else { value.high };
            let differences: Vec<f64> = expected.into_iter().map(below).collect();
            let rest = rest(&differences);
            for (k, difference) in differences.into_iter().enumerate() {
                values[(k, n)] = difference.exp() / (1.0 + rest);
                logs[(k, n)] = difference - rest.ln_1p();
            }
        }
        Ok(Responsibilities { values, logs })
    }
}

impl Factors<'_, NormalInverseWishart> {
    /// `E[log π_k] + E[log p(x|θ_k)]` at `x = m_k`.
    pub(super) fn peak(&self, k: usize) -> DoubleDouble {
        self.components[k].peak() + DoubleDouble::from(self.log_proportions[k])
    }

    /// `q(θ_k)`, as what tells the distances of far observations.
    pub(super) fn distributions(&self) -> &Vec<NormalInverseWishartDistribution> {
        &self.components
    }
}

/// The larger of two, by their low parts where the high ones agree: of numbers of 1e38 those are 1e21 apart, whose exponential is not.
fn larger(a: DoubleDouble, b: DoubleDouble) -> DoubleDouble {
    if (b.high, b.low) > (a.high, a.low) { b } else { a }
}

/// `Σ exp(d) - 1` of differences of which the largest is 0.
fn rest(differences: &[f64]) -> f64 {
    let largest = differences.iter().position(|&difference| difference == 0.0);
    let others = differences.iter().enumerate().filter(|(k, _)| Some(*k) != largest);
    others.map(|(_, difference)| difference.exp()).sum()
}

/// `N_k`, `K`.
pub(super) fn counts<M: crate::statistics::Moments>(statistics: &Statistics<M>) -> Vec<f64> {
    (0..statistics.components()).map(|k| statistics.count(k)).collect()
}

/// The statistics under some responsibilities.
fn statistics<P: ConjugatePrior>(
    observations: &Observations,
    prior: &P,
    responsibilities: &Responsibilities,
) -> Result<Statistics<P::Moments>> {
    let mut leaf = |block: &Block<'_>| {
        let values = responsibilities.values.as_ref().subcols(block.start, block.len());
        let log = |k: usize, n: usize| responsibilities.logs[(k, block.start + n)];
        let weights = ShiftedWeights::new(block, values, |_| 0.0, log);
        Ok(Statistics::new(&weights, prior.moments(block, &weights)))
    };
    let len = block_len(responsibilities.values.nrows(), observations.dimension());
    reduce(observations, len, &mut leaf, &Statistics::merge)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_equal_high_parts_the_low_ones_decide() {
        let of = |high: f64, low: f64| DoubleDouble { high, low };
        let (small, large) = (of(1e38, -1e20), of(1e38, 1e20));
        assert_eq!([larger(small, large).low, larger(large, small).low], [1e20, 1e20]);
        assert_eq!(larger(of(2.0, -1.0), of(1.0, 1.0)).high, 2.0);
        assert_eq!(larger(of(f64::NEG_INFINITY, 0.0), small).high, 1e38);
    }
}
