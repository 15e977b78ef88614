//! Dirichlet distributions of `D` independent probability vectors, `p_d ~ Dir(α_d)`, in both readings.
//!
//! `p(p) = Π_d Π_c p_dc^{α_dc - 1}/Z`, `log Z = Σ_d Σ_c log Γ(α_dc) - log Γ(Σ_c α_dc)`. Form (9) in the logits of each variable: `φ = α_d`,
//! `ν = Σ_c α_dc`, `A = log Σ_c exp η_c`. Posterior (50): `α_N = α + n`, the level counts. Mode as a density of `p`:
//! `(α-1)/(Σα-C)`; as one of the logits: `α/Σα`. Marginal likelihood: `Σ_d Σ_c log Γ(α_dc + n_dc)/Γ(α_dc) - log Γ(Σ_c α_dc + N)/Γ(Σ_c α_dc)`.
//!
//! The mixing weights' `q(π)` is the case of one variable.

use super::{ConjugateDistribution, ConjugatePrior, Weighted, finite};
use crate::{
    arithmetic::{
        cholesky::log_ratio,
        digamma::log_minus_digamma,
        double_double::DoubleDouble,
        gamma_ratio::ln_gamma_ratio,
        special::ln_gamma,
        sum::{Sum, sum},
    },
    error::Result,
    exponential_family::PseudoObservations,
    family::{Categorical, CategoricalPrior, Family},
    observations::Block,
    prior::Dirichlet,
    statistics::{Effort, ShiftedWeights, Statistics},
};

type LevelMoments = <Categorical as Family>::Moments;

/// `p_d ~ Dir(α_d)`.
#[derive(Clone, Debug, PartialEq)]
pub struct DirichletDistribution {
    concentration: Vec<Vec<f64>>,
    /// `Σ_c α_dc`.
    totals: Vec<f64>,
}

impl DirichletDistribution {
    /// Takes `α_d`, finite and positive.
    #[must_use]
    pub fn new(concentration: Vec<Vec<f64>>) -> Self {
        let totals = concentration.iter().map(|alpha| sum(alpha.iter().copied())).collect();
        Self { concentration, totals }
    }

    /// `α_d`.
    #[must_use]
    pub fn concentration(&self) -> &[Vec<f64>] {
        &self.concentration
    }

    /// `Dir(α_d + n_d)`, for counts `n_d`.
    #[must_use]
    pub fn after(&self, counts: &[Vec<f64>]) -> Self {
        let variables = self.concentration.iter().zip(counts);
        Self::new(variables.map(|(alpha, counts)| alpha.iter().zip(counts).map(|(a, n)| a + n).collect()).collect())
    }

    /// `E[log p_dc] = ψ(α_dc) - ψ(Σ_c α_dc)`, from the ratio of the two.
    #[must_use]
    pub fn expected_log_probability(&self, d: usize, c: usize) -> f64 {
        let (alpha, total) = (self.concentration[d][c], self.totals[d]);
        sum([log_ratio(alpha, total), -log_minus_digamma(alpha), log_minus_digamma(total)])
    }

    /// `log E[Π_dc p_dc^{n_dc}]`, the log marginal likelihood of counts.
    #[must_use]
    pub fn log_marginal(&self, counts: &[Vec<f64>]) -> f64 {
        let mut total = Sum::default();
        for ((alpha, &alpha_total), counts) in self.concentration.iter().zip(&self.totals).zip(counts) {
            for (&alpha, &count) in alpha.iter().zip(counts) {
                total.add(ln_gamma_ratio(alpha, count));
            }
            total.add(-ln_gamma_ratio(alpha_total, sum(counts.iter().copied())));
        }
        total.value()
    }
}

impl ConjugateDistribution for DirichletDistribution {
    fn pseudo_observations(&self) -> Option<Vec<PseudoObservations>> {
        let variables = self.concentration.iter().zip(&self.totals);
        Some(variables.map(|(alpha, &count)| PseudoObservations { statistics: alpha.clone(), count }).collect())
    }

    fn log_normaliser(&self) -> f64 {
        let of_levels = self.concentration.iter().flatten().map(|&alpha| ln_gamma(alpha));
        sum(of_levels.chain(self.totals.iter().map(|&total| -ln_gamma(total))))
    }

    /// `Σ_d E[log p_{d, x_d}]`.
    fn expected_log_density(&self, x: &[f64]) -> DoubleDouble {
        let terms = x.iter().enumerate().map(|(d, &level)| self.expected_log_probability(d, level as usize));
        terms.collect::<Sum>().precise()
    }

    /// `Σ_d log Γ(Σα_d) - log Γ(Σα'_d) - Σ_c (log Γ(α_dc) - log Γ(α'_dc)) + Σ_c (α_dc - α'_dc) E[log p_dc]`.
    fn divergence(&self, other: &Self) -> f64 {
        let ratio = |a: f64, other: f64| {
            if a >= other { ln_gamma_ratio(other, a - other) } else { -ln_gamma_ratio(a, other - a) }
        };
        let mut total = Sum::default();
        for (d, (alpha, others)) in self.concentration.iter().zip(&other.concentration).enumerate() {
            total.add(ratio(self.totals[d], other.totals[d]));
            for (c, (&alpha, &other)) in alpha.iter().zip(others).enumerate() {
                total.add(-ratio(alpha, other));
                if alpha != other {
                    total.add_product(alpha - other, self.expected_log_probability(d, c));
                }
            }
        }
        total.value()
    }
}

/// `n_dc` of component `k`.
fn level_counts(statistics: &Statistics<LevelMoments>, k: usize) -> Vec<Vec<f64>> {
    let scale = statistics.scale(k);
    statistics.moments.counts(k).map(|variable| variable.map(|count| scale * count).collect()).collect()
}

/// The levels of each variable of some parameters.
fn levels(concentration: &[Vec<f64>]) -> Vec<usize> {
    concentration.iter().map(Vec::len).collect()
}

impl CategoricalPrior {
    /// `α_d`, which is `φ_d`.
    fn concentration(&self) -> Vec<Vec<f64>> {
        match self {
            Self::Dirichlet(prior) => prior.variables.iter().map(|variable| variable.concentration.clone()).collect(),
            Self::Natural(prior) => prior.pseudo_observations.clone(),
        }
    }
}

impl ConjugatePrior for CategoricalPrior {
    type Moments = LevelMoments;
    type Distribution = DirichletDistribution;
    type Parameters = Vec<Vec<f64>>;

    fn moments(&self, block: &Block<'_>, weights: &ShiftedWeights) -> LevelMoments {
        Categorical::moments(&levels(&self.concentration()), block, weights, Effort::Standard)
    }

    fn distribution(&self) -> DirichletDistribution {
        DirichletDistribution::new(self.concentration())
    }

    fn posterior(&self, statistics: &Statistics<LevelMoments>, k: usize) -> Result<DirichletDistribution> {
        Ok(self.distribution().after(&level_counts(statistics, k)))
    }

    /// `(α-1)/(Σα-C)` of a density of `p`, `φ/Σφ` of a density of the logits.
    fn mode(&self, distribution: &DirichletDistribution) -> std::result::Result<Vec<Vec<f64>>, &'static str> {
        let of_mean = |alpha: &Vec<f64>| Dirichlet { concentration: alpha.clone() }.mode(&vec![0.0; alpha.len()], 0.0);
        let variables = distribution.concentration.iter().zip(&distribution.totals);
        match self {
            Self::Dirichlet(_) => distribution.concentration.iter().map(of_mean).collect(),
            Self::Natural(_) => Ok(variables.map(|(phi, nu)| phi.iter().map(|phi| phi / nu).collect()).collect()),
        }
    }

    fn log_marginal(&self, statistics: &Statistics<LevelMoments>, k: usize, _: &Weighted<'_>) -> Result<f64> {
        finite(self.distribution().log_marginal(&level_counts(statistics, k)), "a log marginal likelihood")
    }
}
