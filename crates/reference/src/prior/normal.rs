//! The normal prior of a mean under a known covariance: `μ ~ N(m0, Σ/κ)`.
//!
//! `log p(μ) = D/2 log(κ/2π) - 1/2 log|Σ| - κ/2 (μ - m0)ᵀ Σ⁻¹ (μ - m0)`. Alone it is the prior of the `identity` structure (13), with
//! `φ = κ m0` and `ν = κ`; with a prior of `Σ` it is the first factor of the other Gaussian priors.

use crate::{
    arithmetic::{double_double::DoubleDouble, special::LN_TAU, sum::Sum},
    error::{Result, check_domain, check_finite, check_len},
};

/// `μ ~ N(m0, Σ/κ)`.
#[derive(Clone, Debug, PartialEq)]
pub struct Normal {
    mean: Vec<f64>,
    pub(crate) precision: f64,
    field: &'static str,
}

impl Normal {
    /// Takes `m0` (`D`) and `κ`; `field` is the prior's path, for errors, and `precision_name` the name of `κ` in it.
    ///
    /// # Errors
    /// A mean that is not finite, a `κ` that is not finite and positive.
    pub fn new(mean: Vec<f64>, precision: f64, field: &'static str, precision_name: &str) -> Result<Self> {
        check_finite(&mean, &format!("{field}.mean"))?;
        let name = || format!("{field}.{precision_name}");
        check_domain(precision, |kappa| kappa > 0.0, name, "finite and greater than 0")?;
        Ok(Self { mean, precision, field })
    }

    /// Checks the number of dimensions.
    ///
    /// # Errors
    /// Names the field.
    pub fn check(&self, dimension: usize) -> Result<()> {
        check_len(self.mean.len(), dimension, &format!("{}.mean", self.field), "numbers")
    }

    /// `m0`, `D`.
    #[must_use]
    pub fn mean(&self) -> &[f64] {
        &self.mean
    }

    /// The log density from `log|Σ|` and the distance `(μ - m0)ᵀ Σ⁻¹ (μ - m0)`.
    #[must_use]
    pub fn log_density(&self, log_determinant: f64, distance: f64) -> f64 {
        let mut total = Sum::default();
        total.add_product(self.mean.len() as f64 / 2.0, self.precision.ln() - LN_TAU);
        total.add(-0.5 * log_determinant);
        total.add_product(-0.5 * self.precision, distance);
        total.value()
    }

    /// `μ - m0`, `D`.
    #[must_use]
    pub fn deviation(&self, mean: &[DoubleDouble]) -> Vec<DoubleDouble> {
        mean.iter().zip(&self.mean).map(|(&mean, &prior)| mean - DoubleDouble::from(prior)).collect()
    }

    /// The mode `(κ m0_d + N x̄_d)/(κ + N)` of the posterior (32).
    #[must_use]
    pub fn mode(&self, d: usize, count: DoubleDouble, mean: DoubleDouble) -> DoubleDouble {
        if count.high == 0.0 {
            return DoubleDouble::from(self.mean[d]);
        }
        let numerator = DoubleDouble::product(self.precision, self.mean[d]) + count * mean;
        numerator / (DoubleDouble::from(self.precision) + count)
    }

    /// `κ N/(κ + N)`, the weight of `(x̄ - m0)(x̄ - m0)ᵀ` in the scatter of the posterior.
    #[must_use]
    pub fn shrinkage(&self, count: f64) -> f64 {
        self.precision * (count / (self.precision + count))
    }
}
