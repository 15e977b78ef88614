//! Multivariate normals with full covariances.
//!
//! `kl(q ‖ p) = 1/2 [tr(Σp⁻¹Σq) - D - log |Σp⁻¹Σq| + (μp - μq)ᵀ Σp⁻¹ (μp - μq)]`, for symmetric positive definite covariances, `D x D`.
//!
//! Nothing is inverted: with `Σ = L Lᵀ` the first three terms are those of `L_p⁻¹ L_q`, each at least 0, and the last is
//! `|L_p⁻¹ (μp - μq)|²`. What is lost is a factor of the condition number, of 32 digits; so a covariance is accepted down to condition
//! numbers of 1e28.
//!
//! Source: K. Murphy, *Probabilistic Machine Learning: Advanced Topics* (2023), 5.1.2.

use faer::Mat;

use super::{Member, check_not_empty, ratio_of_matrices};
use crate::{
    arithmetic::{cholesky::Cholesky, double_double::DoubleDouble},
    error::{Error, Result, check_finite, check_len},
    family::gaussian::symmetric,
};

/// A multivariate normal.
#[derive(Clone, Debug)]
pub struct Gaussian {
    mean: Vec<f64>,
    covariance: Mat<f64>,
    factor: Cholesky,
}

impl Gaussian {
    /// Takes `μ` (`D`) and `Σ` (`D x D`); errors name them as `{field}.mean` and `{field}.covariance`.
    ///
    /// # Errors
    /// A mean that is empty or not finite; a covariance of another size, not finite, not symmetric or not positive definite.
    pub fn new(mean: Vec<f64>, covariance: &[Vec<f64>], field: &str) -> Result<Self> {
        check_not_empty(mean.len(), &format!("{field}.mean"))?;
        check_finite(&mean, &format!("{field}.mean"))?;
        let (covariance, factor) = factored(covariance, mean.len(), format!("{field}.covariance"))?;
        Ok(Self { mean, covariance, factor })
    }
}

impl PartialEq for Gaussian {
    fn eq(&self, other: &Self) -> bool {
        self.mean == other.mean && self.covariance == other.covariance
    }
}

impl Member for Gaussian {
    fn kl_from(&self, p: &Self) -> Result<DoubleDouble> {
        check_len(p.mean.len(), self.mean.len(), "p.mean", "numbers, as of q")?;
        let (excess, _) = ratio_of_matrices(&self.factor, &p.factor);
        let distance = p.factor.mahalanobis(&differences(&p.mean, &self.mean));
        Ok(DoubleDouble::from(0.5) * (excess + distance))
    }
}

/// A symmetric positive definite matrix and its factor.
pub(super) fn factored(rows: &[Vec<f64>], dimension: usize, field: String) -> Result<(Mat<f64>, Cholesky)> {
    check_len(rows.len(), dimension, &field, "rows")?;
    let matrix = symmetric(rows, &field)?;
    let factor = Cholesky::of_given(matrix.as_ref()).ok_or(Error::PriorNotPositiveDefinite { field })?;
    Ok((matrix, factor))
}

/// `a - b`, exactly.
pub(super) fn differences(a: &[f64], b: &[f64]) -> Vec<DoubleDouble> {
    a.iter().zip(b).map(|(&a, &b)| DoubleDouble::difference(a, b)).collect()
}
