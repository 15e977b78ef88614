//! Gamma distributions of `D` independent Poisson rates: `λ_d ~ Gamma(a_d, b_d)`, in both readings.
//!
//! `p(λ) = Π_d λ_d^{a_d - 1} exp(-b_d λ_d)/Z`, `log Z = Σ_d log Γ(a_d) - a_d log b_d`. Form (9) in `η = log λ`: `φ = a`, `ν = b`, `A = λ`.
//! Posterior (50): `a_N = a + Σ_n r_n x_n`, `b_N = b + N`. Mode as a density of `λ`: `(a-1)/b`; as one of `log λ`: `a/b`.
//!
//! Marginal likelihood: the ratio of normalisers less `Σ log x!` subtracts numbers of size `x log x`; of counts of 1e9 it keeps six
//! digits. Bayes' theorem at any one point gives the same, `log m(X) = log p(X|λ) + log p(λ) - log p(λ|X)`; at the posterior mean
//! `λ = a_N/b_N` every term has a saddle-point form: `Σ_n r_n log p(x_n|λ) - D(a, bλ) + 1/2 log(a/a_N) - δ(a) + δ(a_N)`, with the deviance
//! `D(x, y) = x log(x/y) + y - x` and Stirling's remainder `δ`.

use super::{ConjugateDistribution, ConjugatePrior, Weighted, finite};
use crate::{
    arithmetic::{
        cholesky::log_ratio,
        digamma::log_minus_digamma,
        double_double::DoubleDouble,
        gamma_ratio::{ln_gamma_ratio, stirling_remainder},
        special::{ln_gamma, poisson_deviance, poisson_log_probability, poisson_normaliser},
        sum::Sum,
    },
    error::Result,
    exponential_family::PseudoObservations,
    family::{Family, Poisson, PoissonPrior},
    observations::Block,
    prior::{Gamma, NaturalPoisson},
    statistics::{Effort, ShiftedWeights, Statistics},
};

type CountMoments = <Poisson as Family>::Moments;

/// `λ_d ~ Gamma(a_d, b_d)`.
#[derive(Clone, Debug, PartialEq)]
pub struct GammaDistribution {
    shape: Vec<f64>,
    rate: Vec<f64>,
}

impl GammaDistribution {
    /// `a`, `D`.
    #[must_use]
    pub fn shape(&self) -> &[f64] {
        &self.shape
    }

    /// `b`, `D`.
    #[must_use]
    pub fn rate(&self) -> &[f64] {
        &self.rate
    }

    fn pairs(&self) -> impl Iterator<Item = (f64, f64)> + '_ {
        self.shape.iter().copied().zip(self.rate.iter().copied())
    }

    fn after(&self, statistics: &Statistics<CountMoments>, k: usize) -> Self {
        let (count, scale) = (statistics.count(k), statistics.scale(k));
        let shape = self.shape.iter().zip(statistics.moments.totals(k)).map(|(a, total)| a + scale * total);
        Self { shape: shape.collect(), rate: self.rate.iter().map(|b| b + count).collect() }
    }

    fn log_marginal(&self, posterior: &Self, observations: &Weighted<'_>) -> Result<f64> {
        let mut total = Sum::default();
        for (d, ((a, b), (posterior_a, posterior_b))) in self.pairs().zip(posterior.pairs()).enumerate() {
            let rate = posterior_a / posterior_b;
            for &(weight, x) in observations {
                total.add_product(weight, poisson_log_probability(x[d], rate));
            }
            total.add(-poisson_deviance(a, b * rate));
            total.add(0.5 * log_ratio(a, posterior_a));
            total.add(-stirling_remainder(a));
            total.add(stirling_remainder(posterior_a));
        }
        finite(total.value(), "a log marginal likelihood")
    }
}

impl ConjugateDistribution for GammaDistribution {
    fn pseudo_observations(&self) -> Option<Vec<PseudoObservations>> {
        Some(self.pairs().map(|(a, b)| PseudoObservations { statistics: vec![a], count: b }).collect())
    }

    fn log_normaliser(&self) -> f64 {
        let mut total = Sum::default();
        for (a, b) in self.pairs() {
            total.add(ln_gamma(a));
            total.add_product(-a, b.ln());
        }
        total.value()
    }

    /// `Σ_d x_d (ψ(a_d) - log b_d) - a_d/b_d - log x_d!`, as the log probability at the rate `a/b` less `x (log a - ψ(a))`.
    fn expected_log_density(&self, x: &[f64]) -> DoubleDouble {
        let mut total = Sum::default();
        for ((a, b), &x) in self.pairs().zip(x) {
            total.add(-poisson_normaliser(x));
            total.add(-poisson_deviance(x, a / b));
            if x > 0.0 {
                total.add_product(-x, log_minus_digamma(a));
            }
        }
        total.precise()
    }

    /// `Σ_d (a - a') ψ(a) - log Γ(a) + log Γ(a') + a' log(b/b') + a (b' - b)/b`.
    fn divergence(&self, other: &Self) -> f64 {
        let mut total = Sum::default();
        for ((a, b), (other_a, other_b)) in self.pairs().zip(other.pairs()) {
            let ratio =
                if a >= other_a { ln_gamma_ratio(other_a, a - other_a) } else { -ln_gamma_ratio(a, other_a - a) };
            total.add_product(a - other_a, a.ln() - log_minus_digamma(a));
            total.add(-ratio);
            total.add_product(other_a, log_ratio(b, other_b));
            total.add_product(a, (other_b - b) / b);
        }
        total.value()
    }
}

impl ConjugatePrior for PoissonPrior {
    type Moments = CountMoments;
    type Distribution = GammaDistribution;
    type Parameters = Vec<f64>;

    fn moments(&self, block: &Block<'_>, weights: &ShiftedWeights) -> CountMoments {
        Poisson::moments(&block.dimension, block, weights, Effort::Standard)
    }

    /// `a = φ` and `b = ν` in the other reading.
    fn distribution(&self) -> GammaDistribution {
        match self {
            Self::Gamma(Gamma { shape, rate }) => GammaDistribution { shape: shape.clone(), rate: rate.clone() },
            Self::Natural(NaturalPoisson { pseudo_observations: phi, pseudo_count }) => {
                GammaDistribution { shape: phi.clone(), rate: vec![*pseudo_count; phi.len()] }
            }
        }
    }

    fn posterior(&self, statistics: &Statistics<CountMoments>, k: usize) -> Result<GammaDistribution> {
        Ok(self.distribution().after(statistics, k))
    }

    /// `(a-1)/b` of a density of `λ`, `φ/ν` of a density of `log λ`.
    fn mode(&self, distribution: &GammaDistribution) -> std::result::Result<Vec<f64>, &'static str> {
        let of_mean = |(a, b): (f64, f64)| if a >= 1.0 { Ok((a - 1.0) / b) } else { Err("a shape below 1") };
        match self {
            Self::Gamma(_) => distribution.pairs().map(of_mean).collect(),
            Self::Natural(_) => Ok(distribution.pairs().map(|(phi, nu)| phi / nu).collect()),
        }
    }

    fn log_marginal(
        &self,
        statistics: &Statistics<CountMoments>,
        k: usize,
        observations: &Weighted<'_>,
    ) -> Result<f64> {
        let prior = self.distribution();
        prior.log_marginal(&prior.after(statistics, k), observations)
    }
}
