//! Normal-inverse-Wishart prior of a mean and its covariance.
//!
//! `log IW(Σ; ν, Ψ) = ν/2 log|Ψ| - νD/2 log 2 - log Γ_D(ν/2) - (ν + D + 1)/2 log|Σ| - tr(Ψ Σ⁻¹)/2`, and
//! `log N(μ; m0, Σ/κ) = D/2 log κ - D/2 log 2π - 1/2 log|Σ| - κ/2 (μ - m0)ᵀ Σ⁻¹ (μ - m0)`, with
//! `log Γ_D(x) = D(D-1)/4 log π + Σ_{j=1..D} log Γ(x + (1 - j)/2)`.
//! Source: K. Murphy, *Machine Learning: A Probabilistic Perspective*, 4.6.3.

use super::ComponentPrior;
use crate::{
    failure::Failure,
    interval::Interval,
    linear::{Inverse, Matrix, Subject, invert, largest_magnitude, quadratic_form, trace_of_product},
    mixture::{Component, Mixture, Problem},
    precision::Precision,
};

const SCALE: Subject = Subject { what: "prior scale", component: None, iteration: None };
const COVARIANCE: Subject = Subject { what: "covariance", component: None, iteration: None };

/// The log density of one component's mean and covariance.
///
/// # Errors
/// When a matrix is not positive definite.
pub fn log_density(
    problem: &Problem,
    prior: &ComponentPrior,
    mean: &[Interval],
    covariance: &Matrix,
) -> Result<Interval, Failure> {
    let sigma = invert(covariance, &problem.squared_scale, problem.precision, COVARIANCE)?;
    Ok(of_covariance(problem.precision, prior, &sigma)? + of_mean(problem.precision, prior, mean, &sigma))
}

/// The log density of all means and the covariance that they share.
///
/// # Errors
/// When a matrix is not positive definite.
pub fn log_density_tied(
    problem: &Problem,
    prior: &ComponentPrior,
    mixture: &Mixture,
    covariance: &Matrix,
) -> Result<Interval, Failure> {
    let sigma = invert(covariance, &problem.squared_scale, problem.precision, COVARIANCE)?;
    let mut total = of_covariance(problem.precision, prior, &sigma)?;
    for component in &mixture.components {
        if let Component::Gaussian { mean, .. } = component {
            total = total + of_mean(problem.precision, prior, mean, &sigma);
        }
    }
    Ok(total)
}

/// `log IW(Σ; ν, Ψ)`.
fn of_covariance(precision: Precision, prior: &ComponentPrior, sigma: &Inverse) -> Result<Interval, Failure> {
    let ComponentPrior::NormalInverseWishart { degrees_of_freedom: nu, scale, .. } = prior else {
        unreachable!("called for this prior alone")
    };
    let dimension = scale.len();
    let psi = invert(scale, &largest_magnitude(scale.iter().flatten()), precision, SCALE)?;
    let twice = nu * psi.determinant.ln()
        - nu * precision.integer(dimension) * precision.integer(2).ln()
        - (nu + precision.integer(dimension + 1)) * sigma.determinant.ln()
        - trace_of_product(scale, &sigma.inverse);
    Ok(twice.half() - log_multivariate_gamma(precision, dimension, &nu.half()))
}

/// `log N(μ; m0, Σ/κ)`.
fn of_mean(precision: Precision, prior: &ComponentPrior, mean: &[Interval], sigma: &Inverse) -> Interval {
    let ComponentPrior::NormalInverseWishart { mean: centre, mean_precision: kappa, .. } = prior else {
        unreachable!("called for this prior alone")
    };
    let deviation: Vec<Interval> = mean.iter().zip(centre).map(|(mean, centre)| mean - centre).collect();
    let twice = precision.integer(mean.len()) * (kappa.ln() - precision.log_two_pi())
        - sigma.determinant.ln()
        - kappa * quadratic_form(&sigma.inverse, &deviation);
    twice.half()
}

/// `log Γ_D(x)`.
pub fn log_multivariate_gamma(precision: Precision, dimension: usize, x: &Interval) -> Interval {
    let pairs = precision.integer(dimension * (dimension - 1)).half().half();
    (0..dimension)
        .fold(pairs * precision.pi().ln(), |total, below| total + (x - precision.integer(below).half()).ln_gamma())
}
