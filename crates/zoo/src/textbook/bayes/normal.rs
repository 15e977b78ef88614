//! `μ ~ N(m0, I/κ)`, known covariance; and the mean of every other Gaussian.

use libm::log;

use super::super::{
    linear::difference,
    map::shrinkage,
    maximization::{Moments, trace},
    model::NormalPart,
    special::log_2pi,
};

/// `m = (κ m0 + n x̄) / (κ + n)`, `κ + n`.
pub fn posterior(prior: &NormalPart, moments: &Moments) -> NormalPart {
    NormalPart { mean: super::super::map::mean(prior, moments), precision: prior.precision + moments.count }
}

/// `1/2 (D log(κ/(κ + n)) - n D log 2π - tr S - κn/(κ + n) |x̄ - m0|²)`.
pub fn marginal(prior: &NormalPart, posterior: &NormalPart, moments: &Moments) -> f64 {
    let away: f64 = difference(&moments.mean, &prior.mean).iter().map(|away| away * away).sum();
    let distance = trace(&moments.scatter) + shrinkage(prior.precision, moments.count) * away;
    marginal_mean(prior, posterior) - 0.5 * (moments.count * prior.mean.len() as f64 * log_2pi() + distance)
}

/// `D/2 log(κ/(κ + n))`, what the mean contributes to every Gaussian's marginal likelihood.
pub fn marginal_mean(prior: &NormalPart, posterior: &NormalPart) -> f64 {
    0.5 * prior.mean.len() as f64 * log(prior.precision / posterior.precision)
}

/// `-1/2 (D log 2π + D/κ + |x - m|²)`.
pub fn expected(posterior: &NormalPart, x: &[f64]) -> f64 {
    let d = x.len() as f64;
    let distance: f64 = difference(x, &posterior.mean).iter().map(|away| away * away).sum();
    -0.5 * (d * log_2pi() + mean_variance(x.len(), posterior.precision) + distance)
}

/// `D/κ`: what the uncertainty of the mean adds to an expected squared distance.
pub fn mean_variance(dimension: usize, precision: f64) -> f64 {
    dimension as f64 / precision
}
