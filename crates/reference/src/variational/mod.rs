//! Variational inference for the Bayesian mixture: mean-field coordinate ascent, `q(z) q(π) Π_k q(θ_k)` [B10.42-10.77].
//!
//! Step 0 sets `q(π)` and `q(θ)` from given responsibilities `r⁰`; step `t >= 1` sets `r^t` from the expected log parameters under
//! `q^{t-1}`, then `q^t` from `r^t`. Responsibilities and the statistics under them are those of EM; where EM takes the mode of the
//! posterior, `q(θ_k)` is the whole of it.
//!
//! A step has two ways to the same factors, as EM's E-step has ([`crate::kernel`]): in vector instructions, where the prior has a kernel and
//! nothing is met but the ordinary, and with care.
//!
//! Every step records the ELBO of `(r^t, q^t)`, every constant included. It never decreases, and never exceeds the log evidence of
//! [`crate::evidence`], which it equals for `K = 1`.

mod bound;
mod factors;
mod quick;
#[cfg(test)]
mod tests;
pub(crate) mod wishart;

use faer::{Mat, MatRef};

use crate::{
    conjugate::ConjugatePrior,
    em::normalised,
    error::{Moment, Result},
    evidence::full_prior,
    family::Family,
    mixture::Prior,
    observations::Observations,
    prior::Dirichlet,
};

pub use factors::Factors;
pub use quick::{Start, Step, Summed};

/// The result of [`variational`].
#[derive(Clone, Debug)]
pub struct Variational {
    /// The ELBO of `(r^t, q^t)` for `t = 0, ..., T`, in nats.
    pub elbo: Vec<f64>,
    /// `r^T`, `K x N`.
    pub responsibilities: Mat<f64>,
}

/// `q(z)`: responsibilities with their logarithms, which outlast them below 1e-308. `K x N` each.
#[derive(Clone, Debug)]
pub struct Responsibilities {
    /// `r_nk`.
    pub values: Mat<f64>,
    /// `log r_nk`.
    pub logs: Mat<f64>,
}

impl Responsibilities {
    /// Takes `K x N` responsibilities, a column an observation, normalised by their exact sums.
    ///
    /// # Errors
    /// A column off the simplex, named `responsibilities[n]`; another number of columns than `count`.
    pub fn given(responsibilities: MatRef<'_, f64>, count: usize) -> Result<Self> {
        Ok(Self::new(normalised(responsibilities, responsibilities.nrows(), count, "responsibilities")?))
    }

    fn new(values: Mat<f64>) -> Self {
        let logs = Mat::from_fn(values.nrows(), values.ncols(), |k, n| values[(k, n)].ln());
        Self { values, logs }
    }
}

/// `T` steps from responsibilities `r⁰` (`K x N`, a column an observation, on the simplex).
///
/// # Errors
/// A prior that is missing or does not fit, data outside of the sample space, responsibilities off the simplex or of a wrong
/// shape, a weight other than 1; a number beyond binary64.
pub fn variational<F: Family<Prior: ConjugatePrior>>(
    observations: &Observations,
    shape: &F::Shape,
    prior: &Prior<F::Prior>,
    responsibilities: MatRef<'_, f64>,
    iterations: usize,
) -> Result<Variational> {
    let (weights, components) = full_prior::<F>(observations, shape, prior, responsibilities.nrows())?;
    let given = normalised(responsibilities, responsibilities.nrows(), observations.count(), "responsibilities")?;
    let problem = Problem { observations, weights, prior: components };
    let mut state = match problem.quick(Start::Given(given.as_ref()), false) {
        Some(state) => state,
        None => problem.careful(Responsibilities::new(given.clone()))?,
    };
    let mut elbo = vec![state.elbo];
    for t in 1..=iterations {
        state = match problem.quick(Start::Factors(&state.factors), t == iterations) {
            Some(state) => state,
            None => problem.careful(state.factors.responsibilities(observations, Moment::Iteration(t))?)?,
        };
        elbo.push(state.elbo);
    }
    Ok(Variational { elbo, responsibilities: state.responsibilities.unwrap_or(given) })
}

/// The input of a step, whatever it begins with.
struct Problem<'a, P> {
    observations: &'a Observations,
    weights: &'a Dirichlet,
    prior: &'a P,
}

/// What a step has reached.
struct State<'a, P: ConjugatePrior> {
    factors: Factors<'a, P>,
    elbo: f64,
    /// Those that the factors maximise the ELBO for, if they were kept.
    responsibilities: Option<Mat<f64>>,
}

impl<'a, P: ConjugatePrior> Problem<'a, P> {
    /// A step in vector instructions; `None` where that would lose digits.
    fn quick(&self, start: Start<'_, '_, P>, keep: bool) -> Option<State<'a, P>> {
        let concentration = self.weights.concentration.as_slice();
        let summed = self.prior.quick_step(&Step { observations: self.observations, concentration, start, keep })?;
        // An error is for care to find again, and to state.
        let factors = Factors::of_statistics(self.weights, self.prior, summed.statistics).ok()?;
        factors.components().iter().all(P::keeps_digits).then_some(())?;
        let elbo = factors.elbo_of_statistics(summed.entropy).ok()?;
        Some(State { factors, elbo, responsibilities: summed.responsibilities })
    }

    /// The factors of these responsibilities, with care.
    fn careful(&self, responsibilities: Responsibilities) -> Result<State<'a, P>> {
        let factors = Factors::new(self.observations, self.weights, self.prior, &responsibilities)?;
        let elbo = factors.elbo(self.observations, &responsibilities)?;
        Ok(State { factors, elbo, responsibilities: Some(responsibilities.values) })
    }
}
