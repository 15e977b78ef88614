//! Normal-inverse-gamma distributions of means and variances: `μ_d|σ² ~ N(m_d, σ²/κ)`, `σ² ~ IG(a, b)`, for blocks of `P` dimensions
//! that share a variance: each dimension its own (`diagonal`, `P = 1`) or one for all (`spherical`, `P = D`).
//!
//! Of a block `p(μ, σ²) = (σ²)^{-(a+1+P/2)} exp(-(b + κ|μ-m|²/2)/σ²)/Z`, `log Z = log Γ(a) - a log b + P/2 log(2π/κ)`. It has two counts, where
//! (9) has one. Posterior: `κ_N = κ + N`, `a_N = a + NP/2`, `b_N = b + (tr S + κN/(κ+N) |x̄-m0|²)/2` over the block's dimensions.
//! Marginal likelihood of a block: `-NP/2 (log 2π + log b_N) + log Γ(a_N) - log Γ(a) - a log(b_N/b) - P/2 log(1 + N/κ)`.
//!
//! `a log(b_N/b)` is `a` times a `log(1 + ...)`: as `a log b_N - a log b` it would lose all of a large `a`.

use super::{ConjugateDistribution, ConjugatePrior, NormalDistribution, Weighted, count, finite, normal::square};
use crate::{
    arithmetic::{
        cholesky::log_ratio,
        digamma::log_minus_digamma,
        double_double::DoubleDouble,
        gamma_ratio::ln_gamma_ratio,
        special::{LN_TAU, ln_gamma},
        sum::Sum,
    },
    error::Result,
    exponential_family::PseudoObservations,
    family::gaussian::{
        GaussianMoments, Scatter,
        moments::{DiagonalScatter, TraceScatter},
    },
    observations::Block,
    prior::{Normal, NormalInverseGammaDiagonal, NormalInverseGammaSpherical},
    statistics::{Effort, ShiftedWeights, Statistics},
};

/// `μ_d|σ² ~ N(m_d, σ²/κ)`, `σ² ~ IG(a, b)`, with one `b` a block of dimensions.
#[derive(Clone, Debug)]
pub struct NormalInverseGammaDistribution {
    normal: NormalDistribution,
    shape: f64,
    scale: Vec<f64>,
    /// `log b`, for a posterior the prior's and the logarithm of the ratio, which tells components apart.
    log_scale: Vec<DoubleDouble>,
}

impl NormalInverseGammaDistribution {
    /// The distribution of the means, in units of the variances.
    #[must_use]
    pub fn normal(&self) -> &NormalDistribution {
        &self.normal
    }

    /// `a`.
    #[must_use]
    pub fn shape(&self) -> f64 {
        self.shape
    }

    /// `b`, one a block.
    #[must_use]
    pub fn scale(&self) -> &[f64] {
        &self.scale
    }

    /// `P`.
    fn block_len(&self) -> usize {
        self.normal.mean().len() / self.scale.len()
    }
}

impl ConjugateDistribution for NormalInverseGammaDistribution {
    fn pseudo_observations(&self) -> Option<Vec<PseudoObservations>> {
        None
    }

    fn log_normaliser(&self) -> f64 {
        let mut total = Sum::default();
        for log_scale in &self.log_scale {
            total.add(ln_gamma(self.shape));
            total.add_product(-self.shape, log_scale.high);
            total.add_product(0.5 * self.block_len() as f64, LN_TAU - self.normal.precision().ln());
        }
        total.value()
    }

    /// A block's part is `-P/2 (log 2π + log b - ψ(a)) - (P/κ + (a/b) |x - m|²)/2`.
    fn expected_log_density(&self, x: &[f64]) -> DoubleDouble {
        let len = self.block_len();
        let deviation = self.normal.deviation(x);
        let log_shape = DoubleDouble::difference(self.shape.ln(), log_minus_digamma(self.shape));
        let constant = DoubleDouble::from(LN_TAU + 1.0 / self.normal.precision()) - log_shape;
        let blocks = deviation.chunks(len).zip(self.scale.iter().zip(&self.log_scale));
        blocks.fold(DoubleDouble::default(), |total, (deviation, (&b, &log_b))| {
            let distance = square(deviation) * DoubleDouble::from(self.shape) / DoubleDouble::from(b);
            total - ((constant + log_b) * DoubleDouble::from(len as f64) + distance) * DoubleDouble::from(0.5)
        })
    }

    /// The divergence of the normal factors at the expected precision `a/b`, and of a block's inverse gamma distributions
    /// `a' log(b/b') - log Γ(a) + log Γ(a') + (a - a') ψ(a) + a (b' - b)/b`.
    fn divergence(&self, other: &Self) -> f64 {
        let (a, other_a) = (self.shape, other.shape);
        let mut total: Sum = [self.normal.divergence_of_precisions(&other.normal)].into_iter().collect();
        let apart = self.normal.apart(&other.normal);
        let ratio = if a >= other_a { ln_gamma_ratio(other_a, a - other_a) } else { -ln_gamma_ratio(a, other_a - a) };
        let blocks = apart.chunks(self.block_len()).zip(self.scale.iter().zip(&other.scale));
        for (apart, (&b, &other_b)) in blocks {
            total.add_product(0.5 * other.normal.precision() * (a / b), square(apart).high);
            total.add_product(other_a, log_ratio(b, other_b));
            total.add(-ratio);
            total.add_product(a - other_a, a.ln() - log_minus_digamma(a));
            total.add_product(a, (other_b - b) / b);
        }
        total.value()
    }
}

/// The parameters of a prior.
#[derive(Debug)]
pub struct Parts<'a> {
    normal: &'a Normal,
    shape: f64,
    scale: &'a [f64],
    /// `P`.
    block_len: usize,
}

/// `log((b + increment)/b)`.
fn log_growth(b: f64, increment: f64) -> f64 {
    let growth = increment / b;
    if growth.is_finite() { growth.ln_1p() } else { (b + increment).ln() - b.ln() }
}

/// A normal-inverse-gamma prior of one structure.
pub trait BlockPrior {
    /// The scatter that the structure needs.
    type Scatter: Scatter;

    /// The prior's parameters.
    fn parts(&self) -> Parts<'_>;

    /// `tr S` of every block.
    fn traces(scatter: &Self::Scatter) -> Vec<f64>;
}

impl BlockPrior for NormalInverseGammaDiagonal {
    type Scatter = DiagonalScatter;

    fn parts(&self) -> Parts<'_> {
        Parts { normal: self.normal(), shape: self.shape, scale: &self.scale, block_len: 1 }
    }

    fn traces(scatter: &DiagonalScatter) -> Vec<f64> {
        scatter.0.clone()
    }
}

impl BlockPrior for NormalInverseGammaSpherical {
    type Scatter = TraceScatter;

    fn parts(&self) -> Parts<'_> {
        let normal = self.normal();
        Parts { normal, shape: self.shape, scale: std::slice::from_ref(&self.scale), block_len: normal.mean().len() }
    }

    fn traces(scatter: &TraceScatter) -> Vec<f64> {
        vec![scatter.0]
    }
}

/// `b_N - b = (tr S + κN/(κ+N) |x̄ - m0|²)/2` of every block.
fn increments<P: BlockPrior>(prior: &P, statistics: &Statistics<GaussianMoments<P::Scatter>>, k: usize) -> Vec<f64> {
    let (parts, scale) = (prior.parts(), statistics.scale(k));
    let shrinkage = parts.normal.shrinkage(statistics.count(k));
    let deviation = parts.normal.deviation(statistics.moments.mean(k));
    let blocks = P::traces(statistics.moments.scatter(k)).into_iter().zip(deviation.chunks(parts.block_len));
    blocks.map(|(trace, deviation)| 0.5 * (scale * trace + shrinkage * square(deviation).high)).collect()
}

impl<P: BlockPrior> ConjugatePrior for P {
    type Moments = GaussianMoments<P::Scatter>;
    type Distribution = NormalInverseGammaDistribution;
    type Parameters = (Vec<f64>, Vec<f64>);

    fn moments(&self, block: &Block<'_>, weights: &ShiftedWeights) -> Self::Moments {
        GaussianMoments::of_block(self.parts().normal.mean().len(), block, weights, Effort::Standard)
    }

    fn distribution(&self) -> NormalInverseGammaDistribution {
        let Parts { normal, shape, scale, .. } = self.parts();
        let log_scale = scale.iter().map(|b| DoubleDouble::from(b.ln())).collect();
        NormalInverseGammaDistribution { normal: normal.distribution(), shape, scale: scale.to_vec(), log_scale }
    }

    fn posterior(&self, statistics: &Statistics<Self::Moments>, k: usize) -> Result<NormalInverseGammaDistribution> {
        if statistics.count(k) == 0.0 {
            return Ok(self.distribution());
        }
        let parts = self.parts();
        let pairs: Vec<(f64, f64)> = parts.scale.iter().copied().zip(increments(self, statistics, k)).collect();
        for (b, increment) in &pairs {
            finite(b + increment, "the scale of a posterior")?;
        }
        Ok(NormalInverseGammaDistribution {
            normal: NormalDistribution::new(parts.normal, count(statistics, k), statistics.moments.mean(k)),
            shape: parts.shape + 0.5 * statistics.count(k) * parts.block_len as f64,
            scale: pairs.iter().map(|(b, increment)| b + increment).collect(),
            log_scale: pairs.iter().map(|&(b, by)| DoubleDouble::sum(b.ln(), log_growth(b, by))).collect(),
        })
    }

    /// `m` and `σ² = 2b/(2a + P + 2)`, one a block.
    fn mode(&self, distribution: &Self::Distribution) -> std::result::Result<Self::Parameters, &'static str> {
        let divisor = 2.0 * distribution.shape + distribution.block_len() as f64 + 2.0;
        let mean = distribution.normal.mean().iter().map(|mean| mean.high).collect();
        Ok((mean, distribution.scale.iter().map(|b| 2.0 * b / divisor).collect()))
    }

    fn log_marginal(&self, statistics: &Statistics<Self::Moments>, k: usize, _: &Weighted<'_>) -> Result<f64> {
        let (parts, count) = (self.parts(), statistics.count(k));
        if count == 0.0 {
            return Ok(0.0);
        }
        let half = 0.5 * count * parts.block_len as f64;
        let mut total = Sum::default();
        for (&b, increment) in parts.scale.iter().zip(increments(self, statistics, k)) {
            total.add_product(-half, LN_TAU);
            total.add_product(-half, (b + increment).ln());
            total.add(ln_gamma_ratio(parts.shape, half));
            total.add_product(-parts.shape, log_growth(b, increment));
            total.add(-0.5 * parts.block_len as f64 * (count / parts.normal.precision).ln_1p());
        }
        finite(total.value(), "a log marginal likelihood")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn growth_beyond_binary64_has_its_logarithm() {
        assert!((log_growth(2.0, 4.0) - 3.0_f64.ln()).abs() < 1e-15);
        assert_eq!(log_growth(1.0, 1e-20), 1e-20);
        let expected = 1e10_f64.ln() - 1e-310_f64.ln();
        assert!((log_growth(1e-310, 1e10) / expected - 1.0).abs() < 1e-15);
        // Where what was there counts as well.
        let expected = 6e-5_f64.ln() - 2e-320_f64.ln();
        assert!((log_growth(2e-320, 6e-5) / expected - 1.0).abs() < 1e-15);
    }
}
