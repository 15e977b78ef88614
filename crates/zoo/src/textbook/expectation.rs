//! The E-step: log evidence and responsibilities at given parameters.

use libm::{exp, log};

use super::{
    linear::transposed,
    model::{Matrix, Mixture, Problem, Result, Row},
    special::sum,
};
use crate::steps::Steps;

/// What an E-step finds.
#[derive(Clone, Debug, PartialEq)]
pub struct Expectation {
    /// `log p(x_n|θ_k)`, `N x K`.
    pub log_densities: Matrix,
    /// `log π_k + log p(x_n|θ_k)`, `N x K`.
    pub log_joint: Matrix,
    /// `log p(x_n|θ)`, `N`.
    pub terms: Row,
    /// `r_nk`, `N x K`.
    pub responsibilities: Matrix,
}

/// Densities, their mixture, and the posterior of the labels.
///
/// # Errors
/// A covariance that is not positive definite.
pub fn e_step(steps: &Steps, problem: &Problem, mixture: &Mixture) -> Result<Expectation> {
    let column = |(k, component)| {
        (steps.log_densities)(steps, &problem.data.x, component, &format!("the covariance of component {k}"))
    };
    let columns: Matrix = mixture.components.iter().enumerate().map(column).collect::<Result<_>>()?;
    let log_densities = transposed(&columns);
    let joint = |row: &Row| row.iter().zip(&mixture.weights).map(|(l, p)| (steps.log_joint)(*p, *l)).collect();
    let log_joint: Matrix = log_densities.iter().map(joint).collect();
    let terms = log_joint.iter().map(|row| (steps.log_sum_exp)(row)).collect();
    let responsibilities = log_joint.iter().map(|row| (steps.responsibilities)(row)).collect();
    Ok(Expectation { log_densities, log_joint, terms, responsibilities })
}

/// `log π_k + log p(x_n|θ_k)`.
pub fn log_joint(weight: f64, log_density: f64) -> f64 {
    log(weight) + log_density
}

/// The largest entry, or 0 where all are `-inf`.
fn largest(values: &[f64]) -> f64 {
    let largest = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if largest.is_finite() { largest } else { 0.0 }
}

/// `log Σ_k exp v_k`, the largest taken out; `-inf` where all are.
pub fn log_sum_exp(values: &[f64]) -> f64 {
    let top = largest(values);
    top + log(sum(values.iter().map(|value| exp(value - top))))
}

/// `exp v_k / Σ_j exp v_j`; NaN where all `v` are `-inf`.
pub fn responsibilities(values: &[f64]) -> Row {
    let top = largest(values);
    let p: Row = values.iter().map(|value| exp(value - top)).collect();
    let total = sum(p.iter().copied());
    p.iter().map(|p| p / total).collect()
}

/// `Σ_n w_n log p(x_n|θ)`; a row without weight adds nothing, whatever its density.
pub fn log_evidence(terms: &[f64], weights: &[f64]) -> f64 {
    let used = || terms.iter().zip(weights).filter(|(_, weight)| **weight > 0.0);
    if used().any(|(term, _)| !term.is_finite()) {
        return f64::NEG_INFINITY;
    }
    sum(used().map(|(term, weight)| weight * term))
}
