//! `λ_d ~ Gamma(a_d, b_d)`; a natural prior `(φ, ν)` is the gamma `(φ, ν)` of `λ`, once it is integrated.

use libm::{lgamma, log};

use super::super::{
    model::{Matrix, Row},
    special::digamma,
};
use crate::steps::Steps;

/// `a + Σ r x`, `b + n`.
pub fn posterior(shape: &[f64], rate: &[f64], sums: &[f64], count: f64) -> (Row, Row) {
    (shape.iter().zip(sums).map(|(a, sum)| a + sum).collect(), rate.iter().map(|b| b + count).collect())
}

/// `a log b - a' log b' + log Γ(a') - log Γ(a)`, of `(a, b)` and `(a', b')`.
pub fn marginal((a, b): (f64, f64), (new_a, new_b): (f64, f64)) -> f64 {
    a * log(b) - new_a * log(new_b) + lgamma(new_a) - lgamma(a)
}

/// `Σ r log x!`.
pub fn factorials(sum: f64) -> f64 {
    sum
}

/// `E log λ = ψ(a) - log b`.
pub fn expected_log(shape: f64, rate: f64) -> f64 {
    digamma(shape) - log(rate)
}

/// `Σ_d x_d E log λ_d - a_d/b_d - log x_d!` of every row.
#[must_use]
pub fn expected(steps: &Steps, shape: &[f64], rate: &[f64], x: &Matrix) -> Row {
    let logs: Row = shape.iter().zip(rate).map(|(a, b)| (steps.expected_log_rate)(*a, *b)).collect();
    let total: f64 = shape.iter().zip(rate).map(|(a, b)| a / b).sum();
    let term = |(x, log): (&f64, &f64)| x * log - (steps.ln_factorial)(*x);
    x.iter().map(|x| x.iter().zip(&logs).map(term).sum::<f64>() - total).collect()
}
