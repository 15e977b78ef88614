//! The normal-inverse-Wishart prior: `μ|Σ ~ N(m0, Σ/κ)`, `Σ ~ IW(ν, Ψ)`.
//!
//! `log IW(Σ) = ν/2 log|Ψ| - νD/2 log 2 - log Γ_D(ν/2) - (ν + D + 1)/2 log|Σ| - 1/2 tr(ΨΣ⁻¹)`, for `ν > D - 1` and `Ψ` positive definite.
//! The joint mode has `Σ = (Ψ + S + B)/(ν + N + D + 2)`, and for `K` means over one `Σ` the divisor `ν + W + K + D + 1`.

use std::f64::consts::LN_2;

use faer::{Mat, MatRef};

use super::Normal;
use crate::{
    arithmetic::{cholesky::Cholesky, double_double::DoubleDouble, special::ln_multivariate_gamma, sum::Sum},
    error::{Error, Result, check_domain, check_len},
    family::gaussian::symmetric,
};

const FIELD: &str = "prior.components.normal_inverse_wishart";

/// The prior of a mean and a full covariance.
#[derive(Clone, Debug)]
pub struct NormalInverseWishart {
    normal: Normal,
    degrees_of_freedom: f64,
    scale: Mat<f64>,
    pub(crate) factor: Cholesky,
}

impl NormalInverseWishart {
    /// Takes `m0` (`D`), `κ`, `ν` and `Ψ` (`D x D`).
    ///
    /// # Errors
    /// A parameter outside of its domain, a `Ψ` that is not symmetric or not positive definite.
    pub fn new(mean: Vec<f64>, mean_precision: f64, degrees_of_freedom: f64, scale: &[Vec<f64>]) -> Result<Self> {
        let dimension = mean.len();
        let normal = Normal::new(mean, mean_precision, FIELD, "mean_precision")?;
        let name = || format!("{FIELD}.degrees_of_freedom");
        let least = dimension as f64 - 1.0;
        check_domain(degrees_of_freedom, |nu| nu > least, name, "finite and greater than D - 1")?;
        let field = format!("{FIELD}.scale");
        check_len(scale.len(), dimension, &field, "rows")?;
        let scale = symmetric(scale, &field)?;
        let factor = Cholesky::of_given(scale.as_ref()).ok_or(Error::PriorNotPositiveDefinite { field })?;
        Ok(Self { normal, degrees_of_freedom, scale, factor })
    }

    /// The prior of the mean, given the covariance.
    #[must_use]
    pub fn normal(&self) -> &Normal {
        &self.normal
    }

    /// `ν`.
    #[must_use]
    pub fn degrees_of_freedom(&self) -> f64 {
        self.degrees_of_freedom
    }

    /// `Ψ`, `D x D`.
    #[must_use]
    pub fn scale(&self) -> MatRef<'_, f64> {
        self.scale.as_ref()
    }

    /// `log N(μ|m0, Σ/κ)`.
    #[must_use]
    pub fn log_density_of_mean(&self, mean: &[DoubleDouble], sigma: &Cholesky) -> f64 {
        let distance = sigma.mahalanobis(&self.normal.deviation(mean)).high;
        self.normal.log_density(sigma.log_determinant(), distance)
    }

    /// `log IW(Σ|ν, Ψ)`.
    #[must_use]
    pub fn log_density_of_covariance(&self, sigma: &Cholesky) -> f64 {
        let (nu, dimension) = (self.degrees_of_freedom, self.scale.nrows());
        let mut total = Sum::default();
        total.add_product(nu / 2.0, self.factor.log_determinant());
        total.add_product(-nu / 2.0 * dimension as f64, LN_2);
        total.add(-ln_multivariate_gamma(dimension, nu / 2.0));
        total.add_product(-(nu + dimension as f64 + 1.0) / 2.0, sigma.log_determinant());
        total.add(-0.5 * sigma.trace_of_ratio(&self.factor));
        total.value()
    }
}
