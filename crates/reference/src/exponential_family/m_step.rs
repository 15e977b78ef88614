//! The generic M-step: pseudo-observations updated by data (50), and the mode `θ* = (∇A)⁻¹(φ_N/ν_N)` (51).
//!
//! With the conjugate prior `p(θ) ∝ exp(φᵀθ - ν A(θ))` (9), a density of the natural parameter, the posterior under responsibilities is of
//! the same form with `φ_N = φ + Σ_n w_n r_nk t(x_n)` and `ν_N = ν + Σ_n w_n r_nk`. `φ = 0`, `ν = 0` is maximum likelihood.
//!
//! The sums are compensated; `t(x)` is rounded once an observation. What follows is as good as `(∇A)⁻¹` is conditioned at `φ_N/ν_N`: for
//! a covariance, raw second moments lose `|μ|²/σ²` units, which the centred moments of [`crate::family::gaussian`] do not.

use faer::MatRef;

use super::{ExponentialFamily, check_vector};
use crate::{
    arithmetic::sum::Sum,
    error::{Error, Moment, Result, check_domain, check_len},
    observations::Observations,
};

/// The conjugate prior's `φ` and `ν` (9): the sum of the sufficient statistics of `ν` observations that nobody made.
#[derive(Clone, Debug, PartialEq)]
pub struct PseudoObservations {
    /// `φ`, `P`.
    pub statistics: Vec<f64>,
    /// `ν`, at least 0.
    pub count: f64,
}

impl PseudoObservations {
    /// Takes `φ` and `ν`.
    ///
    /// # Errors
    /// Names `prior.pseudo_observations[i]` or `prior.pseudo_count`.
    pub fn new<F: ExponentialFamily>(family: &F, statistics: Vec<f64>, count: f64) -> Result<Self> {
        check_vector(&statistics, family.parameters(), "prior.pseudo_observations")?;
        let field = || "prior.pseudo_count".to_owned();
        check_domain(count, |count| count >= 0.0, field, "finite and at least 0")?;
        Ok(Self { statistics, count })
    }

    /// `φ = 0`, `ν = 0`: maximum likelihood.
    #[must_use]
    pub fn none<F: ExponentialFamily>(family: &F) -> Self {
        Self { statistics: vec![0.0; family.parameters()], count: 0.0 }
    }

    /// The mode `(∇A)⁻¹(φ/ν)` (51).
    ///
    /// # Errors
    /// `φ/ν` outside of the interior of the mean domain, `ν = 0` with it.
    pub fn mode<F: ExponentialFamily>(&self, family: &F) -> Result<Vec<f64>> {
        let field = || "the pseudo-count".to_owned();
        check_domain(self.count, |count| count > 0.0, field, "greater than 0")?;
        let mean: Vec<f64> = self.statistics.iter().map(|phi| phi / self.count).collect();
        family.natural_parameters(&mean)
    }

    /// `φᵀθ - ν A(θ)`, the log density up to its constant.
    ///
    /// # Errors
    /// `θ` outside of its domain.
    pub fn log_density<F: ExponentialFamily>(&self, family: &F, natural: &[f64]) -> Result<f64> {
        let mut total = Sum::default();
        super::add_dot(&mut total, &self.statistics, natural);
        total.add_product(-self.count, family.log_normaliser(natural)?);
        super::finite(total.value(), "the log prior")
    }
}

/// `φ_N = φ + Σ_n w_n r_n t(x_n)` and `ν_N = ν + Σ_n w_n r_n` (50), for one component's responsibilities `r_n`.
///
/// # Errors
/// An observation of positive weight outside of the sample space, named as `data.observations[n]`.
pub fn posterior<F: ExponentialFamily>(
    family: &F,
    observations: &Observations,
    responsibility: impl Fn(usize) -> f64,
    prior: &PseudoObservations,
) -> Result<PseudoObservations> {
    let mut count: Sum = [prior.count].into_iter().collect();
    let mut statistics: Vec<Sum> = prior.statistics.iter().map(|&phi| [phi].into_iter().collect()).collect();
    for n in 0..observations.count() {
        let weight = observations.weights()[n] * responsibility(n);
        if weight > 0.0 {
            let t = family.sufficient_statistics(observations.row(n));
            let t = t.map_err(|error| within(error, &format!("data.observations[{n}]")))?;
            count.add(weight);
            statistics.iter_mut().zip(t).for_each(|(total, t)| total.add_product(weight, t));
        }
    }
    Ok(PseudoObservations { statistics: statistics.iter().map(|total| total.value()).collect(), count: count.value() })
}

/// The natural parameters `θ_k* = (∇A)⁻¹(φ_N/ν_N)` (51) of all components, `K` vectors of `P`, from responsibilities `K x N`.
///
/// # Errors
/// Responsibilities of a wrong shape or negative; a component without data or prior; `φ_N/ν_N` on the boundary of the mean domain, named
/// as `components[k]: mean[i]`.
pub fn maximize<F: ExponentialFamily>(
    family: &F,
    observations: &Observations,
    responsibilities: MatRef<'_, f64>,
    prior: &PseudoObservations,
) -> Result<Vec<Vec<f64>>> {
    check_len(observations.dimension(), family.dimension(), "data.observations[0]", "numbers, as the model has")?;
    check_vector(&prior.statistics, family.parameters(), "prior.pseudo_observations")?;
    let columns = "rows, one an observation";
    check_len(responsibilities.ncols(), observations.count(), "responsibilities", columns)?;
    for n in 0..observations.count() {
        for k in 0..responsibilities.nrows() {
            let field = || format!("responsibilities[{n}][{k}]");
            check_domain(responsibilities[(k, n)], |r| (0.0..=1.0).contains(&r), field, "from 0 to 1")?;
        }
    }
    (0..responsibilities.nrows())
        .map(|k| {
            let posterior = posterior(family, observations, |n| responsibilities[(k, n)], prior)?;
            if posterior.count == 0.0 {
                return Err(Error::EmptyComponent { component: k });
            }
            posterior.mode(family).map_err(|error| of_component(error, k))
        })
        .collect()
}

/// The same error, its field said to lie within another.
pub(super) fn within(error: Error, place: &str) -> Error {
    match error {
        Error::Domain { field, value, requirement } => {
            Error::Domain { field: format!("{place}: {field}"), value, requirement }
        }
        Error::Shape { field, expected, found } => Error::Shape { field: format!("{place}: {field}"), expected, found },
        other => other,
    }
}

/// The same error, said of component `k` in an M-step.
fn of_component(error: Error, component: usize) -> Error {
    match error {
        Error::NotPositiveDefinite { .. } => Error::NotPositiveDefinite { component, moment: Moment::MStep },
        other => within(other, &format!("components[{component}]")),
    }
}
