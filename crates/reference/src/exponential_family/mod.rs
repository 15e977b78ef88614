//! Exponential families as the theory writes them: `p(x|θ) = h(x) exp(θᵀ t(x) - A(θ))` (8).
//!
//! One family a file, each an implementation of [`ExponentialFamily`]. The value that implements it holds what is known before the
//! parameters (a dimension, numbers of levels); the natural parameters `θ` and the mean parameters `m = E[t(x)] = ∇A(θ)` are plain
//! vectors, whose order each file states. The generic M-step (51), `θ* = (∇A)⁻¹(φ_N/ν_N)`, is [`maximize`]; a mixture of any family
//! is fitted by [`fit`].
//!
//! Accuracy is lost where the form itself loses it: `θᵀ t(x) - A(θ)` rounds at the size of its terms, not of their difference. The
//! specialised families of [`crate::family`] take each density in a form of its own; here the formula is the point. Parameters outside
//! of their open domain are an [`Error`] that names `natural[i]` or `mean[i]`; nothing returns a NaN.

mod bernoulli;
mod bessel;
mod categorical;
mod exponential;
mod gamma;
mod gaussian_full;
mod gaussian_known;
mod m_step;
mod mixture;
mod poisson;
mod von_mises_fisher;

use crate::{
    arithmetic::sum::Sum,
    error::{Error, Result, check_domain, check_finite, check_len},
};

pub use bernoulli::Bernoulli;
pub use categorical::Categorical;
pub use exponential::Exponential;
pub use gamma::Gamma;
pub use gaussian_full::GaussianFull;
pub use gaussian_known::GaussianKnownCovariance;
pub use m_step::{PseudoObservations, maximize, posterior};
pub use mixture::{Fitted, NaturalMixture, expectation, fit};
pub use poisson::Poisson;
pub use von_mises_fisher::VonMisesFisher;

/// A family `p(x|θ) = h(x) exp(θᵀ t(x) - A(θ))` (8), with `P` natural parameters, on observations of `D` numbers.
pub trait ExponentialFamily {
    /// `D`, the length of an observation.
    fn dimension(&self) -> usize;

    /// `P`, the length of `θ`, of `t(x)` and of `∇A(θ)`.
    fn parameters(&self) -> usize;

    /// Checks that `x`, of `D` numbers, lies in the sample space.
    ///
    /// # Errors
    /// Names `x[i]`.
    fn check_observation(&self, x: &[f64]) -> Result<()>;

    /// Checks that `θ` lies in the natural parameter space.
    ///
    /// # Errors
    /// Names `natural[i]`.
    fn check_natural(&self, natural: &[f64]) -> Result<()>;

    /// The sufficient statistics `t(x)`, `P`.
    ///
    /// # Errors
    /// Those of [`check_observation`](Self::check_observation).
    fn sufficient_statistics(&self, x: &[f64]) -> Result<Vec<f64>>;

    /// The logarithm of the base measure, `log h(x)`.
    ///
    /// # Errors
    /// Those of [`check_observation`](Self::check_observation).
    fn log_base_measure(&self, x: &[f64]) -> Result<f64>;

    /// The log normaliser `A(θ)`.
    ///
    /// # Errors
    /// Those of [`check_natural`](Self::check_natural); a value beyond binary64.
    fn log_normaliser(&self, natural: &[f64]) -> Result<f64>;

    /// The mean parameters `∇A(θ) = E[t(x)]`, `P`.
    ///
    /// # Errors
    /// Those of [`check_natural`](Self::check_natural); a value beyond binary64.
    fn mean_parameters(&self, natural: &[f64]) -> Result<Vec<f64>>;

    /// `(∇A)⁻¹(m)`, the natural parameters of mean parameters `m` in the interior of their domain.
    ///
    /// # Errors
    /// Names `mean[i]` outside of the interior, its boundary included.
    fn natural_parameters(&self, mean: &[f64]) -> Result<Vec<f64>>;

    /// The entropy `-E[log p(x|θ)] = A(θ) - θᵀ∇A(θ) - E[log h(x)]`, in nats.
    ///
    /// # Errors
    /// Those of [`check_natural`](Self::check_natural).
    fn entropy(&self, natural: &[f64]) -> Result<f64>;

    /// `log p(x|θ) = log h(x) + θᵀ t(x) - A(θ)`.
    ///
    /// # Errors
    /// `x` or `θ` outside of their domains.
    fn log_density(&self, x: &[f64], natural: &[f64]) -> Result<f64> {
        let normaliser = self.log_normaliser(natural)?;
        let mut total = Sum::default();
        total.add(self.log_base_measure(x)?);
        add_dot(&mut total, natural, &self.sufficient_statistics(x)?);
        total.add(-normaliser);
        finite(total.value(), "the log density")
    }

    /// `KL(q‖p)` as a Bregman divergence of `A`, in nats: `A(θ_p) - A(θ_q) - (θ_p - θ_q)ᵀ ∇A(θ_q)`.
    ///
    /// It rounds at the size of its terms: for `q` within `√ε` of `p` nothing is left of the digits, though the result stays at least 0.
    ///
    /// # Errors
    /// `θ_q` or `θ_p` outside of their domain.
    fn kl(&self, q: &[f64], p: &[f64]) -> Result<f64> {
        let (of_p, of_q, mean) = (self.log_normaliser(p)?, self.log_normaliser(q)?, self.mean_parameters(q)?);
        let mut total = Sum::default();
        total.add(of_p);
        total.add(-of_q);
        for ((&q, &p), mean) in q.iter().zip(p).zip(mean) {
            total.add_product(-p, mean);
            total.add_product(q, mean);
        }
        Ok(finite(total.value(), "the divergence")?.max(0.0))
    }
}

/// Adds `aᵀb`, a term with a factor of 0 being 0.
fn add_dot(total: &mut Sum, a: &[f64], b: &[f64]) {
    for (&a, &b) in a.iter().zip(b) {
        total.add_product(a, b);
    }
}

/// A result that is finite, or an error that names it.
fn finite(value: f64, quantity: &str) -> Result<f64> {
    if value.is_finite() {
        return Ok(value);
    }
    Err(Error::NotRepresentable { quantity: quantity.to_owned(), moment: crate::Moment::Given })
}

/// Results that are finite, or an error that names the first that is not.
fn all_finite(values: Vec<f64>, quantity: &str) -> Result<Vec<f64>> {
    let mut entries = values.iter().enumerate();
    entries.try_for_each(|(i, &value)| finite(value, &format!("{quantity}[{i}]")).map(|_| ()))?;
    Ok(values)
}

/// Checks a vector of `length` finite numbers.
fn check_vector(values: &[f64], length: usize, field: &str) -> Result<()> {
    check_len(values.len(), length, field, "numbers")?;
    check_finite(values, field)
}

/// Checks the one number of a vector of length 1 against its domain, and returns it.
fn scalar(values: &[f64], holds: impl Fn(f64) -> bool, field: &str, requirement: &'static str) -> Result<f64> {
    check_len(values.len(), 1, field, "number")?;
    check_domain(values[0], holds, || format!("{field}[0]"), requirement)?;
    Ok(values[0])
}
