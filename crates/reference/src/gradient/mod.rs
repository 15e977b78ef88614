//! The gradient of `log p(X, θ)` by Fisher's identity, in coordinates without constraints.
//!
//! `∇ log p(X, θ) = Σ_n w_n Σ_k r_nk ∇ log p(x_n, z_n = k|θ) + ∇ log p(θ)` (Fisher 1925; Salakhutdinov, Roweis and Ghahramani 2003): the
//! gradient of the ELBO at `q = r`. Its zeros are the fixed points of EM. Coordinates of a mixture, in this order:
//!
//! - weights: logits `a_k`, `π = softmax a`; overcomplete, the gradient sums to 0;
//! - gaussian: all means, then by structure the precision `Λ = L Lᵀ`: `full` and `tied` its factor `L`, the lower triangle row by row with the
//!   logarithms of the diagonal (log-Cholesky); `diagonal` and `spherical` log precisions; `identity` nothing;
//! - poisson: `log λ_kd`; categorical: logits, overcomplete within each variable.
//!
//! `log p(θ)` is the density of the weights, means, covariances, rates and probabilities that the prior names, without a Jacobian for
//! these coordinates: its mode is the one that EM seeks. Near a fixed point the gradient is a sum that cancels, and has
//! the absolute error `ε Σ_n w_n |∇ log p(x_n, z_n)|`.

mod ascent;
mod counts;
mod gaussian;

use faer::MatRef;

use crate::{
    arithmetic::{special::log_sum_exp, sum::sum},
    em::{Wanted, evaluate},
    error::{Error, Moment, Result, check_domain, check_finite, check_len},
    family::Family,
    mixture::{Mixture, Prior},
    observations::Observations,
    prior::Dirichlet,
};

pub use ascent::{Ascent, Stepping, ascend};
pub use gaussian::PrecisionCoordinates;

/// A family whose parameters have coordinates without constraints.
pub trait Coordinates: Family {
    /// The coordinates of all components.
    ///
    /// # Errors
    /// A parameter on the boundary of its domain, where a coordinate is infinite.
    fn coordinates(&self) -> Result<Vec<f64>>;

    /// The components at given coordinates.
    ///
    /// # Errors
    /// A wrong number of coordinates, parameters beyond binary64.
    fn from_coordinates(shape: &Self::Shape, components: usize, coordinates: &[f64]) -> Result<Self>;

    /// `Σ_n Σ_k w_n r_nk ∇ log p(x_n|θ_k) + ∇ log p(θ)`, from `w_n r_nk` (`K x N`).
    fn gradient(&self, observations: &Observations, weighted: MatRef<'_, f64>, prior: Option<&Self::Prior>)
    -> Vec<f64>;
}

/// `log p(X, θ)` and its gradient.
#[derive(Clone, Debug, PartialEq)]
pub struct Gradient {
    /// `log p(X, θ)`.
    pub log_joint: f64,
    /// By the logits of the weights, then by the components' coordinates.
    pub gradient: Vec<f64>,
}

/// The gradient of `log p(X, θ)` at a mixture.
///
/// # Errors
/// Observations or a prior that do not fit, an observation of probability 0, a gradient beyond binary64.
pub fn gradient<F: Coordinates>(
    observations: &Observations,
    mixture: &Mixture<F>,
    prior: &Prior<F::Prior>,
) -> Result<Gradient> {
    let wanted = Wanted { responsibilities: true, log_evidence_terms: true, log_densities: false };
    let evaluation = evaluate(observations, mixture, prior, wanted)?;
    let not_representable =
        |quantity: &str| Error::NotRepresentable { quantity: quantity.to_owned(), moment: Moment::Given };
    let Some(mut weighted) = evaluation.responsibilities else {
        let terms = evaluation.log_evidence_terms.unwrap_or_default();
        let observation = terms.iter().position(|&term| term == f64::NEG_INFINITY).unwrap_or(0);
        return Err(Error::ImpossibleObservation { observation, moment: Moment::Given });
    };
    for (n, &weight) in observations.weights().iter().enumerate() {
        (0..weighted.nrows()).for_each(|k| weighted[(k, n)] *= weight);
    }
    let log_joint = evaluation.log_joint.filter(|value| value.is_finite());
    let log_joint = log_joint.ok_or_else(|| not_representable("the log joint"))?;
    let mut gradient = of_logits(mixture.weights(), weighted.as_ref(), prior.weights.as_ref());
    gradient.extend(mixture.components().gradient(observations, weighted.as_ref(), prior.components.as_ref()));
    if gradient.iter().any(|slope| !slope.is_finite()) {
        return Err(not_representable("the gradient"));
    }
    Ok(Gradient { log_joint, gradient })
}

/// By `a_k`: `Σ_n w_n (r_nk - π_k)`, and of a Dirichlet prior `(α_k - 1) - π_k Σ_j (α_j - 1)`.
fn of_logits(weights: &[f64], weighted: MatRef<'_, f64>, prior: Option<&Dirichlet>) -> Vec<f64> {
    let counts = |k: usize| {
        let of_prior = prior.map_or(0.0, |prior| prior.concentration[k] - 1.0);
        sum(weighted.row(k).iter().copied().chain([of_prior]))
    };
    let counts: Vec<f64> = (0..weights.len()).map(counts).collect();
    softmax_gradient(&counts, weights)
}

/// `n_c - p_c Σ_j n_j`, the gradient of `Σ_c n_c log p_c` by the logits of `p`.
fn softmax_gradient(counts: &[f64], probabilities: &[f64]) -> Vec<f64> {
    let total = sum(counts.iter().copied());
    counts.iter().zip(probabilities).map(|(&count, &p)| (-p).mul_add(total, count)).collect()
}

/// The coordinates of a mixture: `log π`, then those of the components.
///
/// # Errors
/// A parameter on the boundary of its domain.
pub fn coordinates<F: Coordinates>(mixture: &Mixture<F>) -> Result<Vec<f64>> {
    let mut coordinates = logarithms(mixture.weights(), "weights")?;
    coordinates.extend(mixture.components().coordinates()?);
    Ok(coordinates)
}

/// The mixture of `components` components at given coordinates.
///
/// # Errors
/// A wrong number of coordinates, one that is not finite, parameters beyond binary64.
pub fn mixture_at<F: Coordinates>(shape: &F::Shape, components: usize, coordinates: &[f64]) -> Result<Mixture<F>> {
    check_finite(coordinates, "coordinates")?;
    if coordinates.len() < components {
        check_len(coordinates.len(), components, "coordinates", "numbers at least")?;
    }
    let (logits, rest) = coordinates.split_at(components);
    Mixture::new(softmax(logits), F::from_coordinates(shape, components, rest)?)
}

/// `exp(l_i)/Σ_j exp(l_j)`.
fn softmax(logits: &[f64]) -> Vec<f64> {
    let mut probabilities = logits.to_vec();
    if !probabilities.is_empty() {
        log_sum_exp(&mut probabilities);
    }
    probabilities
}

/// The logarithms of positive numbers.
fn logarithms(values: &[f64], field: &str) -> Result<Vec<f64>> {
    let log = |(i, &value): (usize, &f64)| {
        check_domain(value, |value| value > 0.0, || format!("{field}[{i}]"), "greater than 0, to have a coordinate")?;
        Ok(value.ln())
    };
    values.iter().enumerate().map(log).collect()
}
