//! Normal-inverse-gamma priors: `μ_d|σ² ~ N(m0_d, σ²/κ)`, `σ² ~ IG(a, b)`.
//!
//! `log IG(σ²) = a log b - log Γ(a) - (a + 1) log σ² - b/σ²`. With a variance for each dimension (`diagonal`) the joint mode is
//! `(2 b_d + S_dd + B_dd)/(2a + N + 3)`; with one for all (`spherical`) it is `(2b + tr S + tr B)/(2a + D N + D + 2)`.

use super::Normal;
use crate::{
    arithmetic::{double_double::DoubleDouble, sum::sum, weighed::log_gamma_density},
    error::{Result, check_domain, check_len, check_positive},
};

const FIELD: &str = "prior.components.normal_inverse_gamma";

/// `log IG(σ²|a, b)`.
fn log_inverse_gamma(shape: f64, scale: f64, variance: f64) -> f64 {
    log_gamma_density(shape, scale / variance, scale.ln() - variance.ln()) - variance.ln()
}

fn check_shape(shape: f64) -> Result<()> {
    check_domain(shape, |a| a > 0.0, || format!("{FIELD}.shape"), "finite and greater than 0")
}

/// The prior of a mean and a diagonal covariance.
#[derive(Clone, Debug, PartialEq)]
pub struct NormalInverseGammaDiagonal {
    normal: Normal,
    pub(crate) shape: f64,
    pub(crate) scale: Vec<f64>,
}

impl NormalInverseGammaDiagonal {
    /// Takes `m0` (`D`), `κ`, `a` and `b` (`D`).
    ///
    /// # Errors
    /// A parameter outside of its domain.
    pub fn new(mean: Vec<f64>, mean_precision: f64, shape: f64, scale: Vec<f64>) -> Result<Self> {
        check_len(scale.len(), mean.len(), &format!("{FIELD}.scale"), "numbers")?;
        let normal = Normal::new(mean, mean_precision, FIELD, "mean_precision")?;
        check_shape(shape)?;
        check_positive(&scale, &format!("{FIELD}.scale"))?;
        Ok(Self { normal, shape, scale })
    }

    /// The prior of the mean, given the variances.
    #[must_use]
    pub fn normal(&self) -> &Normal {
        &self.normal
    }

    /// `log p(μ, σ²)` of one component.
    #[must_use]
    pub fn log_density(&self, mean: &[DoubleDouble], variances: &[f64]) -> f64 {
        let distance =
            sum(self.normal.deviation(mean).iter().zip(variances).map(|(d, &v)| (d.high / v.sqrt()).powi(2)));
        let log_determinant = sum(variances.iter().map(|v| v.ln()));
        let of_variances = variances.iter().zip(&self.scale).map(|(&v, &b)| log_inverse_gamma(self.shape, b, v));
        sum(of_variances.chain([self.normal.log_density(log_determinant, distance)]))
    }

    /// The mode of `σ²_d` from `S_dd + B_dd`.
    #[must_use]
    pub fn mode(&self, d: usize, count: f64, scatter: f64) -> f64 {
        (2.0 * self.scale[d] + scatter) / (2.0 * self.shape + count + 3.0)
    }
}

/// The prior of a mean and one variance for all dimensions.
#[derive(Clone, Debug, PartialEq)]
pub struct NormalInverseGammaSpherical {
    normal: Normal,
    pub(crate) shape: f64,
    pub(crate) scale: f64,
}

impl NormalInverseGammaSpherical {
    /// Takes `m0` (`D`), `κ`, `a` and `b`.
    ///
    /// # Errors
    /// A parameter outside of its domain.
    pub fn new(mean: Vec<f64>, mean_precision: f64, shape: f64, scale: f64) -> Result<Self> {
        let normal = Normal::new(mean, mean_precision, FIELD, "mean_precision")?;
        check_shape(shape)?;
        check_domain(scale, |b| b > 0.0, || format!("{FIELD}.scale"), "finite and greater than 0")?;
        Ok(Self { normal, shape, scale })
    }

    /// The prior of the mean, given the variance.
    #[must_use]
    pub fn normal(&self) -> &Normal {
        &self.normal
    }

    /// `log p(μ, σ²)` of one component.
    #[must_use]
    pub fn log_density(&self, mean: &[DoubleDouble], variance: f64) -> f64 {
        let deviation = variance.sqrt();
        let distance = sum(self.normal.deviation(mean).iter().map(|d| (d.high / deviation).powi(2)));
        let log_determinant = mean.len() as f64 * variance.ln();
        log_inverse_gamma(self.shape, self.scale, variance) + self.normal.log_density(log_determinant, distance)
    }

    /// The mode of `σ²` from `tr S + tr B`, in `D` dimensions.
    #[must_use]
    pub fn mode(&self, dimension: usize, count: f64, scatter: f64) -> f64 {
        let d = dimension as f64;
        (2.0 * self.scale + scatter) / (2.0 * self.shape + d * count + d + 2.0)
    }
}
