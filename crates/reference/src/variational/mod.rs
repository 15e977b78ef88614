//! Variational inference for the Bayesian mixture: mean-field coordinate ascent, `q(z) q(π) Π_k q(θ_k)` [B10.42-10.77].
//!
//! Step 0 sets `q(π)` and `q(θ)` from given responsibilities `r⁰`; step `t >= 1` sets `r^t` from the expected log parameters under
//! `q^{t-1}`, then `q^t` from `r^t`. Responsibilities and the statistics under them are those of EM; where EM takes the mode of the
//! posterior, `q(θ_k)` is the whole of it.
//!
//! Every step records the ELBO of `(r^t, q^t)`, every constant included. It never decreases, and never exceeds the log evidence of
//! [`crate::evidence`], which it equals for `K = 1`.

mod bound;
mod factors;

use faer::{Mat, MatRef};

use crate::{
    conjugate::ConjugatePrior,
    em::normalised,
    error::{Moment, Result},
    evidence::full_prior,
    family::Family,
    mixture::Prior,
    observations::Observations,
};

pub use factors::Factors;

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
        let values = normalised(responsibilities, responsibilities.nrows(), count, "responsibilities")?;
        let logs = Mat::from_fn(values.nrows(), values.ncols(), |k, n| values[(k, n)].ln());
        Ok(Self { values, logs })
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
    let mut responsibilities = Responsibilities::given(responsibilities, observations.count())?;
    let mut factors = Factors::new(observations, weights, components, &responsibilities)?;
    let mut elbo = vec![factors.elbo(observations, &responsibilities)?];
    for t in 1..=iterations {
        responsibilities = factors.responsibilities(observations, Moment::Iteration(t))?;
        factors = Factors::new(observations, weights, components, &responsibilities)?;
        elbo.push(factors.elbo(observations, &responsibilities)?);
    }
    Ok(Variational { elbo, responsibilities: responsibilities.values })
}
