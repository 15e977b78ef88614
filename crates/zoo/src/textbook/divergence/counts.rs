//! Poisson and categorical.

use suite::format::Number;

use super::{
    super::{
        input::at_least_zero,
        model::{Result, Row},
    },
    gap::ratio_gap,
    read_vector,
};
use crate::steps::Steps;

/// Rates, at least 0.
///
/// # Errors
/// One below 0, one that is not finite.
pub fn rates(steps: &Steps, rates: &[Number], side: &str) -> Result<Row> {
    let rates = read_vector(steps, rates, &format!("{side}.rate"))?;
    rates.iter().map(|rate| at_least_zero(*rate, &format!("{side}.rate"))).collect()
}

/// `Σ q log(q/p) - q + p`, with `0 log 0 = 0`; infinite where `q` allows what `p` excludes. Of probabilities the last two cancel.
pub fn kl(q: &[f64], p: &[f64]) -> f64 {
    let term = |(q, p): (&f64, &f64)| match (*q, *p) {
        (0.0, p) => p,
        (_, 0.0) => f64::INFINITY,
        (q, p) => q * ratio_gap(p, q),
    };
    q.iter().zip(p).map(term).sum()
}
