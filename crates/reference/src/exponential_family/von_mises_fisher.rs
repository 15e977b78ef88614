//! The von Mises-Fisher distribution of a unit vector `x` in `R^D`, `D >= 2`, a density on the sphere's surface: `θ = κμ`, `t(x) = x`,
//! `A(θ) = D/2 log 2π + log(κ^-ν I_ν(κ))` with `κ = |θ|`, `ν = D/2 - 1`, `h = 1`.
//!
//! Order: `θ_d`, `m_d = A_D(κ) θ_d/κ`, `A_D = I_ν+1/I_ν`. Domains: `θ` any real vector, 0 the uniform distribution; `|m| < 1`. Right to a
//! few ulp of `κ + log Γ(D/2)` for `κ` from 0 to beyond 1e6. The inverse is a safeguarded Newton iteration (Banerjee, Dhillon, Ghosh and
//! Sra 2005; Sra 2012) on `1 - |m|`, which `1 - |m|²` in compensated arithmetic gives: a unit of rounding of `m` moves `κ` by `ε κ²/D`.

use super::{
    ExponentialFamily, all_finite,
    bessel::{bessel_ratio, inverse_bessel_ratio, log_scaled_bessel},
    check_vector, finite,
};
use crate::{
    arithmetic::{
        special::LN_TAU,
        sum::{Sum, sum},
    },
    error::{Error, Result, check_domain},
};

/// How far `|x|²` of an observation may be from 1.
const TOLERANCE: f64 = 1e-9;

/// Directions in `R^D`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VonMisesFisher {
    dimension: usize,
}

impl VonMisesFisher {
    /// The family on the unit sphere of `R^D`.
    ///
    /// # Errors
    /// `D < 2`.
    pub fn new(dimension: usize) -> Result<Self> {
        if dimension < 2 {
            let expected = "at least 2".to_owned();
            return Err(Error::Shape { field: "dimension".to_owned(), expected, found: dimension.to_string() });
        }
        Ok(Self { dimension })
    }

    /// `ν = D/2 - 1`.
    fn order(&self) -> f64 {
        0.5 * self.dimension as f64 - 1.0
    }

    /// `κ = |θ|`, checked.
    fn concentration(&self, natural: &[f64]) -> Result<f64> {
        check_vector(natural, self.dimension, "natural")?;
        finite(norm(natural), "the concentration")
    }
}

/// `|v|`, also where its square over- or underflows.
fn norm(v: &[f64]) -> f64 {
    let largest = v.iter().fold(0.0_f64, |largest, v| largest.max(v.abs()));
    if largest == 0.0 {
        return 0.0;
    }
    largest * sum(v.iter().map(|v| (v / largest) * (v / largest))).sqrt()
}

impl ExponentialFamily for VonMisesFisher {
    fn dimension(&self) -> usize {
        self.dimension
    }

    fn parameters(&self) -> usize {
        self.dimension
    }

    fn check_observation(&self, x: &[f64]) -> Result<()> {
        check_vector(x, self.dimension, "x")?;
        let square = sum(x.iter().map(|x| x * x));
        let unit = |square: f64| (square - 1.0).abs() <= TOLERANCE;
        check_domain(square, unit, || "|x|²".to_owned(), "1, to within 1e-9")
    }

    fn check_natural(&self, natural: &[f64]) -> Result<()> {
        self.concentration(natural).map(|_| ())
    }

    fn sufficient_statistics(&self, x: &[f64]) -> Result<Vec<f64>> {
        self.check_observation(x)?;
        Ok(x.to_vec())
    }

    fn log_base_measure(&self, x: &[f64]) -> Result<f64> {
        self.check_observation(x)?;
        Ok(0.0)
    }

    fn log_normaliser(&self, natural: &[f64]) -> Result<f64> {
        let kappa = self.concentration(natural)?;
        Ok(0.5 * self.dimension as f64 * LN_TAU + log_scaled_bessel(self.order(), kappa))
    }

    fn mean_parameters(&self, natural: &[f64]) -> Result<Vec<f64>> {
        let kappa = self.concentration(natural)?;
        if kappa == 0.0 {
            return Ok(vec![0.0; self.dimension]);
        }
        let ratio = bessel_ratio(self.order(), kappa).value;
        all_finite(natural.iter().map(|theta| theta / kappa * ratio).collect(), "mean")
    }

    fn natural_parameters(&self, mean: &[f64]) -> Result<Vec<f64>> {
        check_vector(mean, self.dimension, "mean")?;
        let length = norm(mean);
        if length == 0.0 {
            return Ok(vec![0.0; self.dimension]);
        }
        let mut gap = Sum::default();
        gap.add(1.0);
        mean.iter().for_each(|&m| gap.add_product(-m, m));
        check_domain(length, |_| gap.value() > 0.0, || "|mean|".to_owned(), "less than 1")?;
        let kappa = inverse_bessel_ratio(self.order(), length, gap.value() / (1.0 + length));
        all_finite(mean.iter().map(|m| m / length * kappa).collect(), "natural")
    }

    /// `A(θ) - κ A_D(κ)`.
    fn entropy(&self, natural: &[f64]) -> Result<f64> {
        let kappa = self.concentration(natural)?;
        let normaliser = self.log_normaliser(natural)?;
        Ok(normaliser - kappa * bessel_ratio(self.order(), kappa).value)
    }
}
