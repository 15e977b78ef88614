//! Conjugate priors as theory: the posterior is of the prior's own form, and every integral over `θ` is known.
//!
//! For a family `p(x|η) = h(x) exp(ηᵀt(x) - A(η))` the conjugate prior is `p(η) ∝ exp(φᵀη - ν A(η))` (9): the likelihood of `ν`
//! pseudo-observations whose sufficient statistics sum to `φ`. Data update it by addition (50),
//! `φ_N = φ + Σ_n r_n t(x_n)`, `ν_N = ν + Σ_n r_n`, and their marginal likelihood is a ratio of normalisers,
//! `m(X) = Π_n h(x_n)^{r_n} Z(φ_N, ν_N)/Z(φ, ν)`.
//!
//! One prior a file, an implementation of [`ConjugatePrior`] on the type in [`crate::prior`]; the distribution it is, before and after
//! data, implements [`ConjugateDistribution`]. Accuracy would be lost by the formulas as they stand: `φ_N` holds raw moments, and `Z` of
//! data at 1e8 cancels. Posteriors are therefore made from the count, the mean and the scatter about the mean of [`Statistics`], marginal
//! likelihoods from ratios taken before the logarithm.
//!
//! **Two readings.** The same pseudo-data can be read as a density of the natural parameter, as in (9), or of the mean parameter, as
//! the gamma and the Dirichlet distribution are usually written. As distributions they are one: a `λ ~ Gamma(φ, ν)` has a `log λ` with
//! density `∝ exp(φ log λ - ν λ)`. Posterior, marginal likelihood and all expectations agree. The *modes* do not, for the Jacobian
//! of the change of variable moves them: of `Gamma(a, b)` as a density of a Poisson rate `λ` it is `(a - 1)/b`; of the same
//! pseudo-data as a density of `log λ` it is `φ/ν = a/b`. With `a = 3`, `b = 2` the first is 1, the second 1.5. So [`mode`] is asked of
//! the prior, which knows its reading, and all else of the distribution.
//!
//! [`mode`]: ConjugatePrior::mode

mod dirichlet;
mod gamma;
mod normal;
mod normal_inverse_gamma;
mod normal_inverse_wishart;

use crate::{
    arithmetic::{double_double::DoubleDouble, special::v_minus_log_1p},
    error::{Error, Moment, Result},
    exponential_family::PseudoObservations,
    observations::Block,
    statistics::{Moments, ShiftedWeights, Statistics},
    variational::{Step, Summed},
};

pub use dirichlet::DirichletDistribution;
pub use gamma::GammaDistribution;
pub use normal::NormalDistribution;
pub use normal_inverse_gamma::NormalInverseGammaDistribution;
pub use normal_inverse_wishart::NormalInverseWishartDistribution;

/// Observations `x_n` with weights `r_n > 0`.
pub type Weighted<'a> = [(f64, &'a [f64])];

/// A conjugate prior of one component's parameters, in one reading.
pub trait ConjugatePrior: Sized {
    /// What is summed over the observations beside their count.
    type Moments: Moments + Clone;
    /// The distribution before and after data.
    type Distribution: ConjugateDistribution;
    /// A point of the parameter space.
    type Parameters;

    /// The moments of a block under weights `r_nk`.
    fn moments(&self, block: &Block<'_>, weights: &ShiftedWeights) -> Self::Moments;

    /// The prior itself.
    fn distribution(&self) -> Self::Distribution;

    /// The posterior after the observations behind the statistics of component `k` (50); the prior if it is empty.
    ///
    /// # Errors
    /// A scale matrix that cannot be told from a singular one; a number beyond binary64.
    fn posterior(&self, statistics: &Statistics<Self::Moments>, k: usize) -> Result<Self::Distribution>;

    /// The mode of a distribution, as a density of the parameter that this prior is a density of.
    ///
    /// # Errors
    /// The reason why there is none.
    fn mode(&self, distribution: &Self::Distribution) -> std::result::Result<Self::Parameters, &'static str>;

    /// `log ∫ p(θ) Π_n p(x_n|θ)^{r_n} dθ`, the base measure included: the log marginal likelihood of the observations behind the
    /// statistics of component `k`, which are also given one by one.
    ///
    /// # Errors
    /// Those of [`posterior`](Self::posterior).
    fn log_marginal(
        &self,
        statistics: &Statistics<Self::Moments>,
        k: usize,
        observations: &Weighted<'_>,
    ) -> Result<f64>;

    /// The sums of a step of variational inference, in vector instructions; `None` where there is no kernel, or something is not
    /// ordinary. The [log marginal likelihood](Self::log_marginal) of such a prior depends on the statistics alone.
    fn quick_step(&self, step: &Step<'_, '_, Self>) -> Option<Summed<Self::Moments>> {
        let _ = step;
        None
    }

    /// Whether a posterior from statistics in binary64, as a kernel sums them, keeps its digits.
    fn keeps_digits(distribution: &Self::Distribution) -> bool {
        let _ = distribution;
        true
    }
}

/// A member of a conjugate family: a distribution of one component's parameters.
pub trait ConjugateDistribution {
    /// `φ` and `ν` of each independent factor that has the form (9), read as a density of the natural parameter. `None` where there is
    /// no such form: the normal-inverse-Wishart and -gamma distributions count mean and covariance apart, with two `ν`.
    fn pseudo_observations(&self) -> Option<Vec<PseudoObservations>>;

    /// `log Z`, the log normaliser of the density that is written in the file of the distribution.
    fn log_normaliser(&self) -> f64;

    /// `E[log p(x|θ)]`, with its rounding: of an observation far from all components the differences decide.
    fn expected_log_density(&self, x: &[f64]) -> DoubleDouble;

    /// `KL(self ‖ other)` in nats, for a posterior and its prior. It rounds at the size of its terms: of two distributions that all but
    /// agree it keeps absolute accuracy only.
    fn divergence(&self, other: &Self) -> f64;
}

/// `a/b - 1 - log(a/b)`, at least 0.
fn scale_divergence(a: f64, b: f64) -> f64 {
    let v = (a - b) / b;
    if v > -0.5 && v.is_finite() {
        v_minus_log_1p(v)
    } else {
        a / b - 1.0 - crate::arithmetic::cholesky::log_ratio(a, b)
    }
}

/// `N_k` of a component.
fn count<M: Moments>(statistics: &Statistics<M>, k: usize) -> DoubleDouble {
    if statistics.is_empty(k) {
        return DoubleDouble::default();
    }
    statistics.precise_count(k) * DoubleDouble::from(statistics.scale(k))
}

/// A result that must be finite.
fn finite(value: f64, quantity: &str) -> Result<f64> {
    if value.is_finite() {
        return Ok(value);
    }
    Err(Error::NotRepresentable { quantity: quantity.to_owned(), moment: Moment::Given })
}
