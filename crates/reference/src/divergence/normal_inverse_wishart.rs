//! Normal-inverse-Wishart distributions of a mean and a covariance, `μ|Σ ~ N(m, Σ/κ)`, `Σ ~ IW(ν, Ψ)`.
//!
//! `kl(q ‖ p) = kl(IW_q ‖ IW_p) + D/2 [κp/κq - 1 - log(κp/κq)] + 1/2 κp νq (mp - mq)ᵀ Ψq⁻¹ (mp - mq)`, because `E_q[Σ⁻¹] = νq Ψq⁻¹`, and
//!
//! `kl(IW_q ‖ IW_p) = log Γ_D(νp/2) - log Γ_D(νq/2) + (νq - νp)/2 ψ_D(νq/2) - νp/2 log |ΨpΨq⁻¹| + νq/2 [tr(ΨpΨq⁻¹) - D]`,
//!
//! for `κ > 0`, `ν > D - 1` and `Ψ` symmetric positive definite (`D x D`).
//!
//! As for the gamma, with the Bregman divergence `B` of `log Γ`, `Γ_D` taken factor by factor, and `R = ΨpΨq⁻¹`, the latter is
//! `Σ_d B((νp - d)/2, (νq - d)/2) + νq/2 [tr R - D - log |R|] + (νq - νp)/2 log |R|`, `d` = 0, ..., D - 1: terms of second order, which cancel only
//! where the mean covariances agree and the degrees of freedom are many. Nothing is inverted, see the Gaussian.
//!
//! Source: W. Penny, "Kullback-Leibler divergences of normal, gamma, Dirichlet and Wishart densities" (2001).

use faer::Mat;

use super::{
    Member, check_not_empty,
    gaussian::{differences, factored},
    ratio_of_matrices, total,
};
use crate::{
    arithmetic::{cholesky::Cholesky, double_double::DoubleDouble, gamma::divergence, logarithm::excess_of_ratio},
    error::{Result, check_domain, check_finite, check_len},
};

/// A normal-inverse-Wishart distribution.
#[derive(Clone, Debug)]
pub struct NormalInverseWishart {
    mean: Vec<f64>,
    mean_precision: f64,
    degrees_of_freedom: f64,
    scale: Mat<f64>,
    factor: Cholesky,
}

impl NormalInverseWishart {
    /// Takes `m` (`D`), `κ`, `ν` and `Ψ` (`D x D`); errors name them as `{field}.mean`, `{field}.mean_precision`,
    /// `{field}.degrees_of_freedom` and `{field}.scale`.
    ///
    /// # Errors
    /// A parameter outside of its domain, a `Ψ` of another size, not symmetric or not positive definite.
    pub fn new(
        mean: Vec<f64>,
        mean_precision: f64,
        degrees_of_freedom: f64,
        scale: &[Vec<f64>],
        field: &str,
    ) -> Result<Self> {
        let named = |name: &'static str| move || format!("{field}.{name}");
        check_not_empty(mean.len(), &format!("{field}.mean"))?;
        check_finite(&mean, &format!("{field}.mean"))?;
        check_domain(mean_precision, |kappa| kappa > 0.0, named("mean_precision"), "finite and greater than 0")?;
        let least = mean.len() as f64 - 1.0;
        let requirement = "finite and greater than D - 1";
        check_domain(degrees_of_freedom, |nu| nu > least, named("degrees_of_freedom"), requirement)?;
        let (scale, factor) = factored(scale, mean.len(), format!("{field}.scale"))?;
        Ok(Self { mean, mean_precision, degrees_of_freedom, scale, factor })
    }

    /// `(ν - d)/2`.
    fn half_degrees(&self, d: usize) -> DoubleDouble {
        DoubleDouble::difference(self.degrees_of_freedom, d as f64).over_power_of_two(2.0)
    }

    fn kl_of_covariances(&self, p: &Self) -> DoubleDouble {
        let (excess, log_determinant) = ratio_of_matrices(&p.factor, &self.factor);
        let of_degrees = total((0..self.mean.len()).map(|d| divergence(p.half_degrees(d), self.half_degrees(d))));
        let difference = DoubleDouble::difference(self.degrees_of_freedom, p.degrees_of_freedom);
        of_degrees + self.half_degrees(0) * excess + difference.over_power_of_two(2.0) * log_determinant
    }
}

impl PartialEq for NormalInverseWishart {
    fn eq(&self, other: &Self) -> bool {
        let numbers = |of: &Self| (of.mean_precision, of.degrees_of_freedom);
        numbers(self) == numbers(other) && self.mean == other.mean && self.scale == other.scale
    }
}

impl Member for NormalInverseWishart {
    fn kl_from(&self, p: &Self) -> Result<DoubleDouble> {
        check_len(p.mean.len(), self.mean.len(), "p.mean", "numbers, as of q")?;
        let half_dimension = DoubleDouble::from(self.mean.len() as f64 / 2.0);
        let of_precisions = half_dimension * excess_of_ratio(p.mean_precision.into(), self.mean_precision.into());
        let distance = self.factor.mahalanobis(&differences(&p.mean, &self.mean));
        let of_means = DoubleDouble::from(p.mean_precision) * (self.half_degrees(0) * distance);
        Ok(self.kl_of_covariances(p) + of_precisions + of_means)
    }
}
