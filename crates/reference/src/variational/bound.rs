//! The ELBO of `(r, q)`, in two forms.
//!
//! By definition, `E[log p(X, Z, π, θ)] - E[log q(Z, π, θ)]`:
//! `Σ_nk r_nk (E[log π_k] + E[log p(x_n|θ_k)] - log r_nk) - KL(q(π) ‖ p(π)) - Σ_k KL(q(θ_k) ‖ p(θ_k))` [B10.70-10.77].
//!
//! For the `q` that maximises it under `r`, as here, the integral over the parameters has a closed form: with conjugate priors it is
//! the log marginal likelihood of observations counted `r_nk` times,
//! `-Σ_nk r_nk log r_nk + log B(α + N)/B(α) + Σ_k log m_k`. The terms of the first form that cancel are never there; this is what is
//! recorded.

use super::{
    Responsibilities,
    factors::{Factors, counts},
};
use crate::{
    arithmetic::sum::Sum,
    conjugate::{ConjugateDistribution, ConjugatePrior},
    error::{Error, Moment, Result},
    observations::Observations,
};

impl<P: ConjugatePrior> Factors<'_, P> {
    /// The ELBO of these factors and the responsibilities that they maximise it for.
    ///
    /// # Errors
    /// A value beyond binary64.
    pub fn elbo(&self, observations: &Observations, responsibilities: &Responsibilities) -> Result<f64> {
        let weighted = |k: usize| {
            let present = move |n: &usize| responsibilities.values[(k, *n)] > 0.0;
            let row = move |n: usize| (responsibilities.values[(k, n)], observations.row(n));
            (0..observations.count()).filter(present).map(row).collect()
        };
        self.closed_form(entropy(responsibilities), weighted)
    }

    /// The same from the entropy of the responsibilities, where log marginal likelihoods depend on the statistics alone.
    pub(super) fn elbo_of_statistics(&self, entropy: Sum) -> Result<f64> {
        self.closed_form(entropy, |_| Vec::new())
    }

    fn closed_form<'x>(&self, entropy: Sum, weighted: impl Fn(usize) -> Vec<(f64, &'x [f64])>) -> Result<f64> {
        let mut total = entropy;
        total.add(self.prior_of_weights.log_marginal(&[counts(&self.statistics)]));
        for k in 0..self.components().len() {
            total.add(self.prior.log_marginal(&self.statistics, k, &weighted(k))?);
        }
        finite(total)
    }

    /// The ELBO of these factors and any responsibilities, by its definition.
    ///
    /// # Errors
    /// A value beyond binary64.
    pub fn elbo_by_definition(&self, observations: &Observations, responsibilities: &Responsibilities) -> Result<f64> {
        let mut total = entropy(responsibilities);
        for n in 0..observations.count() {
            for (k, expected) in self.expected_logs(observations.row(n)).into_iter().enumerate() {
                let r = responsibilities.values[(k, n)];
                if r > 0.0 {
                    total.add_product(r, expected.high);
                }
            }
        }
        total.add(-self.weights().divergence(&self.prior_of_weights));
        let prior = self.prior.distribution();
        for q in self.components() {
            total.add(-q.divergence(&prior));
        }
        finite(total)
    }
}

/// `-Σ_nk r_nk log r_nk`, with `0 log 0 = 0`.
fn entropy(responsibilities: &Responsibilities) -> Sum {
    let mut total = Sum::default();
    for (values, logs) in responsibilities.values.col_iter().zip(responsibilities.logs.col_iter()) {
        for (&r, &log) in values.iter().zip(logs.iter()) {
            if r > 0.0 {
                total.add_product(-r, log);
            }
        }
    }
    total
}

fn finite(total: Sum) -> Result<f64> {
    let value = total.value();
    if value.is_finite() {
        return Ok(value);
    }
    Err(Error::NotRepresentable { quantity: "the ELBO".to_owned(), moment: Moment::Given })
}
