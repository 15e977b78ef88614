//! Normal-inverse-gamma prior of a mean and its variances.
//!
//! Diagonal: `Σ_d log IG(σ²_d; a, b_d) + log N(μ_d; m0_d, σ²_d/κ)`. Spherical: `log IG(σ²; a, b) + log N(μ; m0, σ²/κ I)`.
//! `log IG(s; a, b) = a log b - log Γ(a) - (a + 1) log s - b/s`.
//! Source: A. Gelman et al., *Bayesian Data Analysis*, appendix A.

use super::{ComponentPrior, squared_distance};
use crate::{interval::Interval, mixture::Covariance, precision::Precision};

/// The log density of one component's mean and variances.
pub fn log_density(
    precision: Precision,
    prior: &ComponentPrior,
    mean: &[Interval],
    covariance: &Covariance,
) -> Interval {
    let ComponentPrior::NormalInverseGamma { mean: centre, mean_precision: kappa, shape, scale } = prior else {
        unreachable!("called for this prior alone")
    };
    let block = |variance: &Interval, b: &Interval, from: usize, to: usize| {
        let squared = squared_distance(&mean[from..to], &centre[from..to]);
        inverse_gamma(precision, shape, b, variance) + normal(precision, to - from, &(variance / kappa), &squared)
    };
    match covariance {
        Covariance::Spherical(variance) => block(variance, &scale[0], 0, mean.len()),
        Covariance::Diagonal(variances) => (0..mean.len())
            .map(|d| block(&variances[d], &scale[d], d, d + 1))
            .fold(precision.zero(), |total, density| total + density),
        _ => unreachable!("a prior is read for the structure it belongs to"),
    }
}

fn inverse_gamma(precision: Precision, a: &Interval, b: &Interval, variance: &Interval) -> Interval {
    a * b.ln() - a.ln_gamma() - (a + precision.integer(1)) * variance.ln() - b / variance
}

/// `-D/2 log 2πv - |μ - m0|²/2v`.
fn normal(precision: Precision, dimension: usize, variance: &Interval, squared: &Interval) -> Interval {
    let log_volume = precision.integer(dimension) * (precision.log_two_pi() + variance.ln());
    -(log_volume + squared / variance).half()
}
