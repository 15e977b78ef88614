//! EM for a mixture of any exponential family: the E-step by log-sum-exp (39), the generic M-step (51).
//!
//! `log p(X|θ) = Σ_n w_n log Σ_k π_k p(x_n|θ_k)`, and with pseudo-observations the objective gains `Σ_k φᵀθ_k - ν A(θ_k)`, the log prior up
//! to a constant; the weights have no prior. The objective never decreases, but for rounding. This is the theory made short, not
//! the specialised EM of [`crate::em`]: responsibilities are held whole, and those that underflow are 0.

use faer::Mat;

use super::{
    ExponentialFamily,
    m_step::{PseudoObservations, maximize, within},
};
use crate::{
    arithmetic::{
        special::log_sum_exp,
        sum::{Sum, sum},
    },
    error::{Error, Moment, Result, check_len},
    observations::Observations,
    simplex::normalise,
};

/// Mixing weights and natural parameters.
#[derive(Clone, Debug, PartialEq)]
pub struct NaturalMixture {
    /// `π`, `K`.
    pub weights: Vec<f64>,
    /// `θ_k`, `K` vectors of `P`.
    pub natural: Vec<Vec<f64>>,
}

/// The result of [`fit`].
#[derive(Clone, Debug)]
pub struct Fitted {
    /// The parameters after the last iteration.
    pub mixture: NaturalMixture,
    /// `log p(X|θ_t)` for `t = 0, ..., T`.
    pub log_evidence: Vec<f64>,
    /// `log p(X|θ_t) + Σ_k φᵀθ_k - ν A(θ_k)` for `t = 0, ..., T`; never decreases.
    pub objective: Vec<f64>,
}

impl NaturalMixture {
    /// Takes `K` weights, normalised by their sum, and `K` vectors of natural parameters.
    ///
    /// # Errors
    /// Weights off the simplex, parameters outside of their domain.
    pub fn new<F: ExponentialFamily>(family: &F, mut weights: Vec<f64>, natural: Vec<Vec<f64>>) -> Result<Self> {
        check_len(weights.len(), natural.len(), "weights", "weights, one a component")?;
        normalise(&mut weights, "weights")?;
        for (k, theta) in natural.iter().enumerate() {
            family.check_natural(theta).map_err(|error| within(error, &format!("components[{k}]")))?;
        }
        Ok(Self { weights, natural })
    }
}

/// The E-step: `log p(X|θ)` and the responsibilities, `K x N`.
///
/// # Errors
/// Observations outside of the sample space, or of probability 0 under every component.
pub fn expectation<F: ExponentialFamily>(
    family: &F,
    observations: &Observations,
    mixture: &NaturalMixture,
) -> Result<(f64, Mat<f64>)> {
    let components = mixture.weights.len();
    check_len(observations.dimension(), family.dimension(), "data.observations[0]", "numbers, as the model has")?;
    let mut responsibilities = Mat::zeros(components, observations.count());
    let mut log_evidence = Sum::default();
    for n in 0..observations.count() {
        let mut terms = Vec::with_capacity(components);
        for (weight, theta) in mixture.weights.iter().zip(&mixture.natural) {
            let log_density = family.log_density(observations.row(n), theta);
            let log_density = log_density.map_err(|error| within(error, &format!("data.observations[{n}]")))?;
            terms.push(weight.ln() + log_density);
        }
        let log_sum = log_sum_exp(&mut terms);
        if log_sum == f64::NEG_INFINITY {
            return Err(Error::ImpossibleObservation { observation: n, moment: Moment::Given });
        }
        log_evidence.add_product(observations.weights()[n], log_sum);
        terms.iter().enumerate().for_each(|(k, &r)| responsibilities[(k, n)] = r);
    }
    Ok((log_evidence.value(), responsibilities))
}

/// `Σ_k φᵀθ_k - ν A(θ_k)`.
fn log_prior<F: ExponentialFamily>(family: &F, mixture: &NaturalMixture, prior: &PseudoObservations) -> Result<f64> {
    let terms = mixture.natural.iter().map(|theta| prior.log_density(family, theta));
    Ok(sum(terms.collect::<Result<Vec<_>>>()?))
}

/// `iterations` iterations of EM from `initial`.
///
/// # Errors
/// Those of [`expectation`] and [`maximize`].
pub fn fit<F: ExponentialFamily>(
    family: &F,
    observations: &Observations,
    initial: NaturalMixture,
    prior: &PseudoObservations,
    iterations: usize,
) -> Result<Fitted> {
    let mut fitted = Fitted { mixture: initial, log_evidence: Vec::new(), objective: Vec::new() };
    for iteration in 0..=iterations {
        let (log_evidence, responsibilities) = expectation(family, observations, &fitted.mixture)?;
        fitted.log_evidence.push(log_evidence);
        fitted.objective.push(log_evidence + log_prior(family, &fitted.mixture, prior)?);
        if iteration < iterations {
            let natural = maximize(family, observations, responsibilities.as_ref(), prior)?;
            let share = |k: usize| {
                let counts = observations.weights().iter().enumerate().map(|(n, w)| w * responsibilities[(k, n)]);
                sum(counts) / observations.total_weight()
            };
            fitted.mixture = NaturalMixture { weights: (0..natural.len()).map(share).collect(), natural };
        }
    }
    Ok(fitted)
}
