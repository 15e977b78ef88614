//! `log p(π) + Σ_k log p(θ_k)`, every density normalised.

use libm::{lgamma, log};

use super::{
    density::Factor,
    linear,
    model::{Component, ComponentPrior, InverseGamma, InverseWishart, Mixture, Model, NormalPart, Problem, Result},
    special::{PI, dot, ln_multi_gamma, x_log_y},
};
use crate::steps::Steps;

/// The log density of the prior at a mixture; 0 without a prior.
///
/// # Errors
/// A matrix that is not positive definite.
pub fn log_prior(steps: &Steps, problem: &Problem, mixture: &Mixture) -> Result<f64> {
    let mut total = match &problem.alpha {
        Some(alpha) => (steps.log_dirichlet)(alpha, &mixture.weights),
        None => 0.0,
    };
    let Some(prior) = &problem.prior else { return Ok(total) };
    for (k, component) in mixture.components.iter().enumerate() {
        // The one covariance of a tied model has one density.
        let counts = !problem.model.tied() || (steps.tied_prior_counts)(k);
        total += of_component(steps, &problem.model, prior, component, counts)?;
    }
    Ok(total)
}

fn of_component(
    steps: &Steps,
    model: &Model,
    prior: &ComponentPrior,
    component: &Component,
    with_covariance: bool,
) -> Result<f64> {
    Ok(match (prior, component) {
        (ComponentPrior::Gamma { shape, rate, natural }, Component::Poisson { rate: lambda }) => {
            let step = if *natural { steps.log_natural_rate } else { steps.log_gamma };
            (0..lambda.len()).map(|d| step(shape[d], rate[d], lambda[d])).sum()
        }
        (ComponentPrior::Dirichlet { concentration, natural }, Component::Categorical { probabilities }) => {
            let step = if *natural { steps.log_natural_levels } else { steps.log_dirichlet };
            concentration.iter().zip(probabilities).map(|(alpha, p)| step(alpha, p)).sum()
        }
        (_, Component::Gaussian { mean, covariance }) => {
            let factor = (steps.factor)(steps, covariance, mean.len(), "a covariance")?;
            gaussian(steps, model, prior, mean, &factor, with_covariance)
        }
        _ => unreachable!("the prior is one of the family's: the reader saw to it"),
    })
}

fn gaussian(
    steps: &Steps,
    model: &Model,
    prior: &ComponentPrior,
    mean: &[f64],
    factor: &Factor,
    with_covariance: bool,
) -> f64 {
    let log_determinant = (steps.log_determinant)(factor);
    let of_mean = |normal: &NormalPart| {
        (steps.log_normal)(normal, log_determinant, (steps.squared_distance)(factor, mean, &normal.mean))
    };
    match (prior, factor) {
        (ComponentPrior::InverseWishart(normal, wishart), Factor::Cholesky(root)) => {
            let own = if with_covariance { (steps.log_inverse_wishart)(wishart, root, log_determinant) } else { 0.0 };
            of_mean(normal) + own
        }
        (ComponentPrior::InverseGamma(normal, gamma), Factor::Variances(variances)) => {
            // One scale: one variance for all dimensions, with one density.
            let own = if model.structure == Some(suite::format::Structure::Spherical) { 1 } else { variances.len() };
            let density = |d: usize| (steps.log_inverse_gamma)(gamma, d, variances[d]);
            of_mean(normal) + (0..own).map(density).sum::<f64>()
        }
        (ComponentPrior::Normal(normal), _) => of_mean(normal),
        _ => unreachable!("the prior is one of the structure's: the reader saw to it"),
    }
}

/// `log N(μ; m0, Σ/κ)` from `log|Σ|` and `(μ - m0)ᵀ Σ⁻¹ (μ - m0)`.
pub fn log_normal(prior: &NormalPart, log_determinant: f64, squared_distance: f64) -> f64 {
    let (d, kappa) = (prior.mean.len() as f64, prior.precision);
    0.5 * (d * log(kappa / (2.0 * PI)) - log_determinant - kappa * squared_distance)
}

/// `ν/2 log|Ψ| - νD/2 log 2 - log Γ_D(ν/2) - (ν + D + 1)/2 log|Σ| - 1/2 tr(Ψ Σ⁻¹)`.
pub fn log_inverse_wishart(prior: &InverseWishart, root: &super::model::Matrix, log_determinant: f64) -> f64 {
    let (nu, d) = (prior.degrees_of_freedom, root.len() as f64);
    let of_scale = linear::cholesky(&prior.scale).map_or(f64::NAN, |root| linear::log_determinant(&root));
    let trace = super::maximization::trace(&linear::solve_both_sides(root, &prior.scale));
    nu / 2.0 * of_scale
        - nu * d / 2.0 * log(2.0)
        - ln_multi_gamma(nu / 2.0, root.len())
        - (nu + d + 1.0) / 2.0 * log_determinant
        - trace / 2.0
}

/// `a log b - log Γ(a) - (a + 1) log σ² - b/σ²` of dimension `d`.
pub fn log_inverse_gamma(prior: &InverseGamma, d: usize, variance: f64) -> f64 {
    let (a, b) = (prior.shape, prior.scale[d]);
    a * log(b) - lgamma(a) - (a + 1.0) * log(variance) - b / variance
}

/// `a log b - log Γ(a) + (a - 1) log λ - b λ`.
pub fn log_gamma(shape: f64, rate: f64, lambda: f64) -> f64 {
    shape * log(rate) - lgamma(shape) + x_log_y(shape - 1.0, lambda) - rate * lambda
}

/// `φ log ν - log Γ(φ) + φ log λ - ν λ`, a density of `log λ`.
pub fn log_natural_rate(phi: f64, nu: f64, lambda: f64) -> f64 {
    phi * log(nu) - lgamma(phi) + x_log_y(phi, lambda) - nu * lambda
}

/// `log Γ(Σα) - Σ log Γ(α_c)`.
#[must_use]
pub fn dirichlet_normaliser(alpha: &[f64]) -> f64 {
    lgamma(alpha.iter().sum()) - alpha.iter().map(|alpha| lgamma(*alpha)).sum::<f64>()
}

/// `log Dir(p; α)`.
pub fn log_dirichlet(alpha: &[f64], p: &[f64]) -> f64 {
    dirichlet_normaliser(alpha) + alpha.iter().zip(p).map(|(alpha, p)| x_log_y(alpha - 1.0, *p)).sum::<f64>()
}

/// The same `α` as a density of the logits: `p^α` in place of `p^(α - 1)`.
pub fn log_natural_levels(alpha: &[f64], p: &[f64]) -> f64 {
    dirichlet_normaliser(alpha) + alpha.iter().zip(p).map(|(alpha, p)| x_log_y(*alpha, *p)).sum::<f64>()
}

/// The shared covariance of a tied model is counted with the first component.
pub fn tied_prior_counts(k: usize) -> bool {
    k == 0
}

/// `log p(X|θ) + log p(θ)`.
pub fn objective(log_evidence: f64, log_prior: f64) -> f64 {
    log_evidence + log_prior
}

/// `Σ_k q_k y_k`, terms with `q_k = 0` left out.
#[must_use]
pub fn expectation(q: &[f64], y: &[f64]) -> f64 {
    let (q, y): (Vec<f64>, Vec<f64>) = q.iter().zip(y).filter(|(q, _)| **q > 0.0).unzip();
    dot(&q, &y)
}
