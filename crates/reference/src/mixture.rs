//! A mixture: mixing weights and the components of one family; and the priors of both.

use crate::{
    arithmetic::{special::log_sum_exp, sum::sum},
    em::check_dimension,
    error::{Error, Moment, Result, check_len},
    family::{Family, MStep},
    observations::Observations,
    prior::Dirichlet,
    simplex::normalise,
    statistics::{SMALL_WEIGHT, Statistics},
};

/// `π` and `θ_1, ..., θ_K`.
///
/// The mixing weights are held with their logarithms: an M-step can make a `π_k` that is positive and below the range of binary64.
#[derive(Clone, Debug)]
pub struct Mixture<F> {
    weights: Vec<f64>,
    log_weights: Vec<f64>,
    components: F,
}

/// The priors; maximum likelihood where both are absent.
#[derive(Clone, Debug)]
pub struct Prior<P> {
    /// Of the mixing weights.
    pub weights: Option<Dirichlet>,
    /// Of each component's parameters.
    pub components: Option<P>,
}

impl<P> Default for Prior<P> {
    fn default() -> Self {
        Self { weights: None, components: None }
    }
}

impl<F: Family> Mixture<F> {
    /// Takes `K` mixing weights, normalised by their exact sum, and `K` components.
    ///
    /// # Errors
    /// Weights off the simplex, or not `K` of them.
    pub fn new(mut weights: Vec<f64>, components: F) -> Result<Self> {
        check_len(weights.len(), components.components(), "weights", "weights, one a component")?;
        normalise(&mut weights, "weights")?;
        let log_weights = weights.iter().map(|weight| weight.ln()).collect();
        Ok(Self { weights, log_weights, components })
    }

    /// `π`, `K`.
    #[must_use]
    pub fn weights(&self) -> &[f64] {
        &self.weights
    }

    /// `log π`, `K`.
    #[must_use]
    pub fn log_weights(&self) -> &[f64] {
        &self.log_weights
    }

    /// The components.
    #[must_use]
    pub fn components(&self) -> &F {
        &self.components
    }

    /// `log p(π) + Σ_k log p(θ_k)`, every density fully normalised; 0 without a prior.
    #[must_use]
    pub fn log_prior(&self, prior: &Prior<F::Prior>) -> f64 {
        let of_weights = prior.weights.as_ref().map(|prior| prior.log_density(&self.log_weights));
        let of_components = prior.components.as_ref().map(|prior| self.components.log_prior(prior));
        sum(of_weights.into_iter().chain(of_components))
    }

    /// The M-step: the parameters that maximise the ELBO for the responsibilities behind the statistics.
    ///
    /// # Errors
    /// Those of [`Family::maximize`]; no mode for the mixing weights; a parameter beyond binary64.
    pub fn maximize(step: &MStep<'_, F>, prior: Option<&Dirichlet>) -> Result<Self> {
        let (weights, log_weights) = match prior {
            _ if step.total_weight < SMALL_WEIGHT && is_flat(prior, step.statistics.components()) => {
                shares(step.statistics)
            }
            None => maximum_likelihood_weights(step.statistics, step.total_weight),
            Some(prior) => posterior_weights(step, prior)?,
        };
        let components = F::maximize(step)?;
        if !components.is_finite() {
            let quantity = "a parameter of the M-step".to_owned();
            return Err(Error::NotRepresentable { quantity, moment: step.moment });
        }
        Ok(Self { weights, log_weights, components })
    }

    /// The largest relative change of a parameter block against `other`.
    #[must_use]
    pub fn relative_change(&self, other: &Self) -> f64 {
        let of_weights = crate::family::relative_change(&self.weights, &other.weights);
        of_weights.max(self.components.relative_change(&other.components))
    }
}

/// `π_k = N_k/W`, and its logarithm.
fn maximum_likelihood_weights<M: crate::statistics::Moments>(
    statistics: &Statistics<M>,
    total_weight: f64,
) -> (Vec<f64>, Vec<f64>) {
    let components = 0..statistics.components();
    components
        .map(|k| {
            let weight = statistics.count(k) / total_weight;
            let representable = weight >= f64::MIN_POSITIVE;
            let log_weight = if representable { weight.ln() } else { statistics.log_count(k) - total_weight.ln() };
            (weight, log_weight)
        })
        .unzip()
}

/// Whether a prior adds nothing to the counts.
fn is_flat(prior: Option<&Dirichlet>, components: usize) -> bool {
    prior.is_none_or(|prior| (0..components).all(|k| prior.is_flat(k)))
}

/// The same where `N_k` and `W` are too small to keep their digits: from the logarithms of the counts.
fn shares<M: crate::statistics::Moments>(statistics: &Statistics<M>) -> (Vec<f64>, Vec<f64>) {
    let mut weights: Vec<f64> = (0..statistics.components()).map(|k| statistics.log_count(k)).collect();
    let log_counts = weights.clone();
    let log_total = log_sum_exp(&mut weights);
    let log_weight = |(weight, log_count): (&f64, f64)| {
        if *weight >= f64::MIN_POSITIVE { weight.ln() } else { log_count - log_total }
    };
    let log_weights = weights.iter().zip(log_counts).map(log_weight).collect();
    (weights, log_weights)
}

/// `π_k = (N_k + α_k - 1)/(W + Σα - K)`, and its logarithm.
fn posterior_weights<F: Family>(step: &MStep<'_, F>, prior: &Dirichlet) -> Result<(Vec<f64>, Vec<f64>)> {
    let counts: Vec<f64> = (0..step.statistics.components()).map(|k| step.statistics.count(k)).collect();
    let mode = prior.mode(&counts, step.total_weight);
    let weights = mode.map_err(|reason| step.no_mode("dirichlet", "the mixing weights".to_owned(), reason))?;
    let statistics = step.statistics;
    let log_weight = |(k, weight): (usize, &f64)| {
        // Under a flat density the mode is the count's share, which can lie below the range of binary64.
        let below = *weight < f64::MIN_POSITIVE && prior.is_flat(k);
        if below { statistics.log_count(k) - prior.denominator(step.total_weight).ln() } else { weight.ln() }
    };
    let log_weights = weights.iter().enumerate().map(log_weight).collect();
    Ok((weights, log_weights))
}

impl<P> Prior<P> {
    /// Checks that the priors fit `K` components of a shape, and that the data lie in the family's sample space.
    ///
    /// # Errors
    /// Names the field.
    pub fn check<F: Family<Prior = P>>(
        &self,
        shape: &F::Shape,
        components: usize,
        observations: &Observations,
    ) -> Result<()> {
        check_dimension(observations, F::dimension(shape))?;
        F::check_observations(shape, observations)?;
        self.check_model::<F>(shape, components)
    }

    /// Checks that the priors fit `K` components of a shape.
    ///
    /// # Errors
    /// Names the field.
    pub(crate) fn check_model<F: Family<Prior = P>>(&self, shape: &F::Shape, components: usize) -> Result<()> {
        if let Some(prior) = &self.weights {
            prior.check(components, "prior.weights.dirichlet")?;
        }
        self.components.as_ref().map_or(Ok(()), |prior| F::check_prior(shape, prior))
    }
}

/// A log joint that is the sum of both, or an error where that is undefined (`inf - inf`).
///
/// # Errors
/// [`Error::NotRepresentable`].
pub(crate) fn log_joint(log_evidence: f64, log_prior: f64, moment: Moment) -> Result<f64> {
    let log_joint = log_evidence + log_prior;
    if log_joint.is_nan() {
        return Err(Error::NotRepresentable { quantity: "the log joint".to_owned(), moment });
    }
    Ok(log_joint)
}
