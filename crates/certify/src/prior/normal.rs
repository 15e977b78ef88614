//! `log N(μ; m0, I/κ) = D/2 log κ - D/2 log 2π - κ/2 |μ - m0|²`.
//!
//! Source: Bishop, *Pattern Recognition and Machine Learning*, (2.43).

use super::squared_distance;
use crate::{interval::Interval, precision::Precision};

/// The log density of a mean.
pub fn log_density(precision: Precision, centre: &[Interval], kappa: &Interval, mean: &[Interval]) -> Interval {
    let dimension = precision.integer(mean.len());
    let twice = dimension * (kappa.ln() - precision.log_two_pi()) - kappa * squared_distance(mean, centre);
    twice.half()
}
