//! The gamma distribution and what is made of it: inverse gamma, chi-squared by the Wishart, beta, Dirichlet.
//!
//! Marsaglia and Tsang (2000): with `d = a - 1/3`, `c = 1/√(9d)`, `v = (1 + c z)³` for a normal `z` is accepted with probability
//! `exp(z²/2 + d - dv + d log v)`, and `dv` is gamma of shape `a >= 1`. For `a < 1`, a draw of shape `a + 1` times `u^(1/a)`. That power
//! underflows for small `a`, its logarithm does not: the Dirichlet and the inverse gamma work with logarithms.

use super::Sampler;
use crate::error::{Result, check_domain, check_positive};

impl Sampler {
    /// A draw from the gamma distribution of shape `a` and rate `b`; 0 or infinite where it is beyond binary64.
    ///
    /// # Errors
    /// `shape` or `rate` not finite and positive.
    pub fn gamma(&mut self, shape: f64, rate: f64) -> Result<f64> {
        check_domain(shape, |a| a > 0.0, || "shape".to_owned(), "finite and greater than 0")?;
        check_domain(rate, |b| b > 0.0, || "rate".to_owned(), "finite and greater than 0")?;
        if shape >= 1.0 {
            return Ok(self.gamma_of_large_shape(shape) / rate);
        }
        Ok(libm::exp(self.log_gamma(shape)) / rate)
    }

    /// A draw from the inverse gamma distribution of shape `a` and scale `b`, `p(y) ∝ y^(-a-1) exp(-b/y)`; infinite where it is beyond
    /// binary64.
    ///
    /// # Errors
    /// `shape` or `scale` not finite and positive.
    pub fn inverse_gamma(&mut self, shape: f64, scale: f64) -> Result<f64> {
        check_domain(shape, |a| a > 0.0, || "shape".to_owned(), "finite and greater than 0")?;
        check_domain(scale, |b| b > 0.0, || "scale".to_owned(), "finite and greater than 0")?;
        if shape >= 1.0 {
            return Ok(scale / self.gamma_of_large_shape(shape));
        }
        Ok(scale * libm::exp(-self.log_gamma(shape)))
    }

    /// A draw from the Dirichlet distribution, on the simplex; an entry is 0 where it is below binary64.
    ///
    /// # Errors
    /// A concentration that is not finite and positive.
    pub fn dirichlet(&mut self, concentration: &[f64]) -> Result<Vec<f64>> {
        check_positive(concentration, "concentration")?;
        let logs: Vec<f64> = concentration.iter().map(|&alpha| self.log_gamma(alpha)).collect();
        let largest = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let terms: Vec<f64> = logs.iter().map(|log| libm::exp(log - largest)).collect();
        let total: f64 = terms.iter().sum();
        Ok(terms.iter().map(|term| term / total).collect())
    }

    /// The logarithm of a draw of shape `a > 0` and rate 1.
    fn log_gamma(&mut self, shape: f64) -> f64 {
        if shape >= 1.0 {
            return libm::log(self.gamma_of_large_shape(shape));
        }
        libm::log(self.gamma_of_large_shape(shape + 1.0)) + libm::log(self.uniform()) / shape
    }

    /// A draw of shape `a >= 1` and rate 1.
    pub(super) fn gamma_of_large_shape(&mut self, shape: f64) -> f64 {
        let d = shape - 1.0 / 3.0;
        let c = 1.0 / (9.0 * d).sqrt();
        loop {
            let z = self.normal();
            let root = 1.0 + c * z;
            if root > 0.0 {
                let v = root * root * root;
                // d (1 - v + log v) about v = 1 is -z²/2: the difference is taken of numbers of that size.
                if libm::log(self.uniform()) < 0.5 * z * z + d * one_minus_v_plus_log(c * z) {
                    return d * v;
                }
            }
        }
    }
}

/// `1 - v + log v` for `v = (1 + t)³`, that is `3 (log(1+t) - t) - 3t² - t³`.
fn one_minus_v_plus_log(t: f64) -> f64 {
    let excess = if t.abs() < 1e-2 {
        // log(1+t) - t by its series, below 1e-18 relative after ten terms.
        (2..12).rev().fold(0.0, |tail, j| t * tail + if j % 2 == 0 { -1.0 } else { 1.0 } / f64::from(j)) * t * t
    } else {
        libm::log1p(t) - t
    };
    3.0 * excess - t * t * (3.0 + t)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_exponent_has_no_cancellation() {
        for t in [-0.3_f64, -0.01, -0.0099, 1e-3, 0.0101, 0.5, 3.0] {
            let v = (1.0 + t).powi(3);
            assert!((one_minus_v_plus_log(t) - (1.0 - v + v.ln())).abs() < 4e-16 * (1.0 + v), "{t}");
        }
        // -9/2 t² + 0 t³ + ...: 3(-t²/2 + t³/3) - 3t² - t³.
        assert!((one_minus_v_plus_log(1e-8) / -4.5e-16 - 1.0).abs() < 1e-15);
    }
}
