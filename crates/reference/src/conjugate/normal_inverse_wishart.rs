//! The normal-inverse-Wishart distribution of a mean and a full covariance: `μ|Σ ~ N(m, Σ/κ)`, `Σ ~ IW(ν, Ψ)`.
//!
//! `p(μ, Σ) = |Σ|^{-(ν+D+2)/2} exp(-tr(ΨΣ⁻¹)/2 - κ/2 (μ-m)ᵀΣ⁻¹(μ-m))/Z`,
//! `log Z = νD/2 log 2 + log Γ_D(ν/2) - ν/2 log|Ψ| + D/2 log(2π/κ)`. It has two counts, `κ` of the mean and `ν` of the covariance, where (9)
//! has one. Posterior: `κ_N = κ + N`, `ν_N = ν + N`, `Ψ_N = Ψ + S + κN/(κ+N) (x̄-m0)(x̄-m0)ᵀ` [B10.60-10.63].
//! Marginal likelihood, with `R = log|Ψ_N| - log|Ψ|`:
//! `-ND/2 log π + log Γ_D(ν_N/2) - log Γ_D(ν/2) - N/2 log|Ψ| - ν_N/2 R - D/2 log(1 + N/κ)`.
//!
//! The scatter is taken about the mean and in double-double: a mean at 1e8 leaves a `Ψ_N` of condition 1e16, whose determinant rounds
//! away in binary64. `R` is the logarithm of a ratio, not a difference of logarithms: `ν_N` may be 1e10.

use std::f64::consts::{LN_2, PI};

use super::{ConjugateDistribution, ConjugatePrior, NormalDistribution, Weighted, count, finite};
use crate::{
    arithmetic::{
        cholesky::Cholesky,
        digamma::log_minus_digamma,
        double_double::DoubleDouble,
        gamma_ratio::ln_gamma_ratio,
        special::{LN_TAU, ln_multivariate_gamma},
        sum::Sum,
    },
    error::{Error, Moment, Result},
    exponential_family::PseudoObservations,
    family::gaussian::{GaussianMoments, Scatter, moments::MatrixScatter},
    observations::Block,
    prior::NormalInverseWishart,
    statistics::{Effort, ShiftedWeights, Statistics},
    variational::{Step, Summed, wishart},
};

/// `μ|Σ ~ N(m, Σ/κ)`, `Σ ~ IW(ν, Ψ)`.
#[derive(Clone, Debug)]
pub struct NormalInverseWishartDistribution {
    normal: NormalDistribution,
    degrees_of_freedom: f64,
    /// Of `Ψ`.
    factor: Cholesky,
    /// `log|Ψ|`, for a posterior the prior's and the logarithm of the ratio, which tells components apart.
    log_determinant: DoubleDouble,
    /// `ψ_D(ν/2) + D log 2 - log|Ψ| - D log 2π - D/κ`, what twice the expected log density holds beside the distance.
    level: DoubleDouble,
}

impl NormalInverseWishartDistribution {
    fn new(
        normal: NormalDistribution,
        degrees_of_freedom: f64,
        factor: Cholesky,
        log_determinant: DoubleDouble,
    ) -> Self {
        let dimension = normal.mean().len();
        let digamma = multivariate_digamma(degrees_of_freedom, dimension);
        let dimension = dimension as f64;
        let mut shape: Sum = [digamma, -dimension / normal.precision()].into_iter().collect();
        shape.add_product(dimension, LN_2 - LN_TAU);
        Self { normal, degrees_of_freedom, factor, log_determinant, level: shape.precise() - log_determinant }
    }

    /// The distribution of the mean, in units of `Σ`.
    #[must_use]
    pub fn normal(&self) -> &NormalDistribution {
        &self.normal
    }

    /// `ν`.
    #[must_use]
    pub fn degrees_of_freedom(&self) -> f64 {
        self.degrees_of_freedom
    }

    /// The Cholesky factor of `Ψ`.
    #[must_use]
    pub fn factor(&self) -> &Cholesky {
        &self.factor
    }

    fn dimension(&self) -> usize {
        self.normal.mean().len()
    }

    /// `E[log p(x|θ)]` at `x = m`.
    pub(crate) fn peak(&self) -> DoubleDouble {
        self.level * DoubleDouble::from(0.5)
    }

    /// `ν (x-m)ᵀΨ⁻¹(x-m)`.
    pub(crate) fn expected_distance(&self, x: &[f64]) -> DoubleDouble {
        self.factor.mahalanobis(&self.normal.deviation(x)) * DoubleDouble::from(self.degrees_of_freedom)
    }
}

/// `Σ_{d<D} ψ((ν-d)/2) = ψ_D(ν/2)`.
fn multivariate_digamma(nu: f64, dimension: usize) -> f64 {
    let digamma = |d: usize| {
        let half = (nu - d as f64) / 2.0;
        [half.ln(), -log_minus_digamma(half)]
    };
    (0..dimension).flat_map(digamma).collect::<Sum>().value()
}

impl ConjugateDistribution for NormalInverseWishartDistribution {
    fn pseudo_observations(&self) -> Option<Vec<PseudoObservations>> {
        None
    }

    fn log_normaliser(&self) -> f64 {
        let (nu, dimension) = (self.degrees_of_freedom, self.dimension());
        let mut total = Sum::default();
        total.add_product(0.5 * nu * dimension as f64, LN_2);
        total.add(ln_multivariate_gamma(dimension, 0.5 * nu));
        total.add_product(-0.5 * nu, self.log_determinant.high);
        total.add_product(0.5 * dimension as f64, LN_TAU - self.normal.precision().ln());
        total.value()
    }

    /// `-D/2 log 2π + E[log|Σ⁻¹|]/2 - (D/κ + ν (x-m)ᵀΨ⁻¹(x-m))/2`, `E[log|Σ⁻¹|] = ψ_D(ν/2) + D log 2 - log|Ψ|` [B10.64, B10.65].
    fn expected_log_density(&self, x: &[f64]) -> DoubleDouble {
        (self.level - self.expected_distance(x)) * DoubleDouble::from(0.5)
    }

    /// The divergence of the normal factors at the expected precision, and that of the Wishart distributions of `Σ⁻¹`:
    /// `ν'/2 (log|Ψ| - log|Ψ'|) + ν/2 (tr(Ψ'Ψ⁻¹) - D) + log Γ_D(ν'/2) - log Γ_D(ν/2) + (ν - ν')/2 ψ_D(ν/2)` [B B.79-B.82].
    fn divergence(&self, other: &Self) -> f64 {
        let (nu, other_nu, dimension) = (self.degrees_of_freedom, other.degrees_of_freedom, self.dimension());
        let mut total = Sum::default();
        let distance = self.factor.mahalanobis(&self.normal.apart(&other.normal)).high;
        total.add_product(0.5 * other.normal.precision() * nu, distance);
        total.add(self.normal.divergence_of_precisions(&other.normal));
        total.add_product(0.5 * other_nu, self.factor.precise_log_determinant_ratio(&other.factor));
        total.add_product(0.5 * nu, self.factor.trace_of_ratio(&other.factor) - dimension as f64);
        for d in 0..dimension {
            let (half, other_half) = ((nu - d as f64) / 2.0, (other_nu - d as f64) / 2.0);
            let ratio = if half >= other_half {
                ln_gamma_ratio(other_half, half - other_half)
            } else {
                -ln_gamma_ratio(half, other_half - half)
            };
            total.add(-ratio);
        }
        total.add_product(0.5 * (nu - other_nu), multivariate_digamma(nu, dimension));
        total.value()
    }
}

impl NormalInverseWishart {
    /// `Ψ_N`, factored.
    fn posterior_factor(&self, statistics: &Statistics<GaussianMoments<MatrixScatter>>, k: usize) -> Result<Cholesky> {
        let mut scatter = statistics.moments.scatter(k).clone();
        scatter.scale(statistics.scale(k));
        let deviation = self.normal().deviation(statistics.moments.mean(k));
        scatter.add_outer(&deviation, self.normal().shrinkage(statistics.count(k)));
        let entry = |i: usize, j: usize| DoubleDouble::from(self.scale()[(i, j)]) + scatter.entry(i, j);
        let quantity = || format!("the scale matrix of the posterior of component {k}");
        Cholesky::of_precise(self.scale().nrows(), entry)
            .ok_or_else(|| Error::NotRepresentable { quantity: quantity(), moment: Moment::Given })
    }
}

impl ConjugatePrior for NormalInverseWishart {
    type Moments = GaussianMoments<MatrixScatter>;
    type Distribution = NormalInverseWishartDistribution;
    type Parameters = (Vec<f64>, Vec<Vec<f64>>);

    fn moments(&self, block: &Block<'_>, weights: &ShiftedWeights) -> Self::Moments {
        GaussianMoments::of_block(self.scale().nrows(), block, weights, Effort::DoubleDouble)
    }

    fn distribution(&self) -> NormalInverseWishartDistribution {
        let log_determinant = DoubleDouble::from(self.factor.log_determinant());
        let normal = self.normal().distribution();
        NormalInverseWishartDistribution::new(normal, self.degrees_of_freedom(), self.factor.clone(), log_determinant)
    }

    fn posterior(&self, statistics: &Statistics<Self::Moments>, k: usize) -> Result<NormalInverseWishartDistribution> {
        if statistics.count(k) == 0.0 {
            return Ok(self.distribution());
        }
        let factor = self.posterior_factor(statistics, k)?;
        let ratio = factor.precise_log_determinant_ratio(&self.factor);
        let log_determinant = DoubleDouble::sum(self.factor.log_determinant(), ratio);
        let normal = NormalDistribution::new(self.normal(), count(statistics, k), statistics.moments.mean(k));
        let degrees = self.degrees_of_freedom() + statistics.count(k);
        Ok(NormalInverseWishartDistribution::new(normal, degrees, factor, log_determinant))
    }

    /// `μ = m`, `Σ = Ψ/(ν + D + 2)`.
    fn mode(&self, distribution: &Self::Distribution) -> std::result::Result<Self::Parameters, &'static str> {
        let dimension = distribution.dimension();
        let divisor = distribution.degrees_of_freedom + dimension as f64 + 2.0;
        let row = |i: usize| (0..dimension).map(|j| distribution.factor.entry(i, j) / divisor).collect();
        let mean = distribution.normal.mean().iter().map(|mean| mean.high).collect();
        Ok((mean, (0..dimension).map(row).collect()))
    }

    fn quick_step(&self, step: &Step<'_, '_, Self>) -> Option<Summed<Self::Moments>> {
        wishart::quick_step(self, step)
    }

    /// A scatter in binary64 leaves an ill-conditioned `Ψ_N` less than its digits.
    fn keeps_digits(distribution: &NormalInverseWishartDistribution) -> bool {
        !distribution.factor.is_ill_conditioned()
    }

    fn log_marginal(&self, statistics: &Statistics<Self::Moments>, k: usize, _: &Weighted<'_>) -> Result<f64> {
        let (count, dimension) = (statistics.count(k), self.scale().nrows());
        if count == 0.0 {
            return Ok(0.0);
        }
        let ratio = self.posterior_factor(statistics, k)?.precise_log_determinant_ratio(&self.factor);
        let nu = self.degrees_of_freedom();
        let mut total = Sum::default();
        total.add_product(-0.5 * count * dimension as f64, PI.ln());
        total.add_product(-0.5 * count, self.factor.log_determinant());
        total.add_product(-0.5 * (nu + count), ratio);
        total.add(-0.5 * dimension as f64 * (count / self.normal().precision).ln_1p());
        for d in 0..dimension {
            total.add(ln_gamma_ratio((nu - d as f64) / 2.0, 0.5 * count));
        }
        finite(total.value(), "a log marginal likelihood")
    }
}
