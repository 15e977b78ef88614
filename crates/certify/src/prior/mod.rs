//! Priors: their log densities, fully normalised. What they add to an M-step stands with the families.

mod dirichlet;
mod gamma;
mod natural;
mod normal;
mod normal_inverse_gamma;
mod normal_inverse_wishart;

pub use normal_inverse_wishart::log_multivariate_gamma;

use crate::{
    failure::Failure,
    interval::Interval,
    linear::{Matrix, Vector},
    mixture::{Component, Covariance, Mixture, Problem},
};

/// The priors of a case.
#[derive(Clone, Debug, Default)]
pub struct Prior {
    /// `α` of `π ~ Dir(α)`.
    pub weights: Option<Vector>,
    /// Of each component alike.
    pub components: Option<ComponentPrior>,
}

/// A conjugate prior of a component.
#[derive(Clone, Debug)]
pub enum ComponentPrior {
    /// `μ ~ N(mean, I/precision)`.
    Normal {
        /// `m0`.
        mean: Vector,
        /// `κ`.
        precision: Interval,
    },
    /// `μ|Σ ~ N(mean, Σ/mean_precision)`, `Σ ~ IW(degrees_of_freedom, scale)`.
    NormalInverseWishart {
        /// `m0`.
        mean: Vector,
        /// `κ`.
        mean_precision: Interval,
        /// `ν`.
        degrees_of_freedom: Interval,
        /// `Ψ`.
        scale: Matrix,
    },
    /// `μ_d|σ²_d ~ N(mean_d, σ²_d/mean_precision)`, `σ²_d ~ IG(shape, scale_d)`; one `σ²` and one `scale` if spherical.
    NormalInverseGamma {
        /// `m0`.
        mean: Vector,
        /// `κ`.
        mean_precision: Interval,
        /// `a`.
        shape: Interval,
        /// `b`.
        scale: Vector,
    },
    /// `λ_d ~ Gamma(shape_d, rate_d)`.
    Gamma {
        /// `a`.
        shape: Vector,
        /// `b`.
        rate: Vector,
    },
    /// `p_d ~ Dir(concentration_d)`.
    Dirichlet(Vec<Vector>),
    /// `log λ_d` from the conjugate exponential-family prior.
    NaturalPoisson {
        /// `φ`.
        pseudo_observations: Vector,
        /// `ν`.
        pseudo_count: Interval,
    },
    /// The logits of `p_d` from the conjugate exponential-family prior.
    NaturalCategorical(Vec<Vector>),
}

/// `log p(π) + Σ_k log p(θ_k)`, or for a shared covariance `log p(π) + log p(Σ) + Σ_k log p(μ_k|Σ)`.
///
/// # Errors
/// When a covariance is not positive definite.
pub fn log_prior(problem: &Problem, mixture: &Mixture) -> Result<Interval, Failure> {
    let mut total = problem.precision.zero();
    if let Some(concentration) = &problem.prior.weights {
        total = total + dirichlet::log_density(concentration, &mixture.weights);
    }
    let Some(prior) = &problem.prior.components else { return Ok(total) };
    if let Some(shared) = &mixture.shared {
        return Ok(total + normal_inverse_wishart::log_density_tied(problem, prior, mixture, shared)?);
    }
    for component in &mixture.components {
        total = total + log_density(problem, prior, component)?;
    }
    Ok(total)
}

/// `log p(θ_k)`; reading the case made sure that prior and component belong together.
fn log_density(problem: &Problem, prior: &ComponentPrior, component: &Component) -> Result<Interval, Failure> {
    let precision = problem.precision;
    Ok(match (prior, component) {
        (ComponentPrior::Normal { mean: centre, precision: kappa }, Component::Gaussian { mean, .. }) => {
            normal::log_density(precision, centre, kappa, mean)
        }
        (
            ComponentPrior::NormalInverseWishart { .. },
            Component::Gaussian { mean, covariance: Covariance::Full(sigma) },
        ) => normal_inverse_wishart::log_density(problem, prior, mean, sigma)?,
        (ComponentPrior::NormalInverseGamma { .. }, Component::Gaussian { mean, covariance }) => {
            normal_inverse_gamma::log_density(precision, prior, mean, covariance)
        }
        (ComponentPrior::Gamma { shape, rate: b }, Component::Poisson { rate }) => gamma::log_density(shape, b, rate),
        (ComponentPrior::NaturalPoisson { pseudo_observations, pseudo_count }, Component::Poisson { rate }) => {
            natural::log_density_of_rates(pseudo_observations, pseudo_count, rate)
        }
        (ComponentPrior::Dirichlet(concentration), Component::Categorical { probabilities }) => {
            let densities = concentration.iter().zip(probabilities).map(|(a, p)| dirichlet::log_density(a, p));
            densities.fold(precision.zero(), |total, density| total + density)
        }
        (ComponentPrior::NaturalCategorical(pseudo), Component::Categorical { probabilities }) => {
            let densities = pseudo.iter().zip(probabilities).map(|(a, p)| natural::log_density_of_logits(a, p));
            densities.fold(precision.zero(), |total, density| total + density)
        }
        _ => unreachable!("a prior is read for the family it belongs to"),
    })
}

/// `Σ_d (a_d - b_d)²`.
#[must_use]
pub fn squared_distance(a: &[Interval], b: &[Interval]) -> Interval {
    let squares = a.iter().zip(b).map(|(a, b)| (a - b).square());
    squares.reduce(|total, square| total + square).expect("a vector has at least one entry")
}
