//! The gamma distribution of `x > 0` with shape `a` and rate `b`: `θ = (a, -b)`, `t(x) = (log x, x)`,
//! `A(θ) = log Γ(a) - a log b`, `h(x) = 1/x`.
//!
//! `P = 2`, `D = 1`. With `a` and not `a - 1` as the parameter a small shape keeps its digits; hence `h`. Mean parameters
//! `m = (ψ(a) - log b, a/b)`; their domain is `m_2 > 0`, `m_1 < log m_2` (Jensen). The inverse solves `log a - ψ(a) = log m_2 - m_1` by a
//! safeguarded Newton iteration, right to a few ulp for that difference; the difference itself cancels when the distribution is narrow, and one of `4ε(1 + |m_1|)`,
//! which equal observations can leave, is taken for the boundary.

use super::{ExponentialFamily, all_finite, check_vector, finite, scalar};
use crate::{
    arithmetic::{
        digamma::{digamma, inverse_log_minus_digamma, log_minus_digamma},
        special::ln_gamma,
        sum::{Sum, sum},
    },
    error::{Result, check_domain},
};

/// One positive number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gamma;

/// `a` and `b`, checked.
fn shape_and_rate(natural: &[f64]) -> Result<(f64, f64)> {
    check_vector(natural, 2, "natural")?;
    check_domain(natural[0], |a| a > 0.0, || "natural[0]".to_owned(), "finite and greater than 0")?;
    check_domain(natural[1], |theta| theta < 0.0, || "natural[1]".to_owned(), "finite and less than 0")?;
    Ok((natural[0], -natural[1]))
}

impl ExponentialFamily for Gamma {
    fn dimension(&self) -> usize {
        1
    }

    fn parameters(&self) -> usize {
        2
    }

    fn check_observation(&self, x: &[f64]) -> Result<()> {
        scalar(x, |x| x > 0.0, "x", "finite and greater than 0").map(|_| ())
    }

    fn check_natural(&self, natural: &[f64]) -> Result<()> {
        shape_and_rate(natural).map(|_| ())
    }

    fn sufficient_statistics(&self, x: &[f64]) -> Result<Vec<f64>> {
        self.check_observation(x)?;
        Ok(vec![x[0].ln(), x[0]])
    }

    fn log_base_measure(&self, x: &[f64]) -> Result<f64> {
        self.check_observation(x)?;
        Ok(-x[0].ln())
    }

    fn log_normaliser(&self, natural: &[f64]) -> Result<f64> {
        let (a, b) = shape_and_rate(natural)?;
        let mut total = Sum::default();
        total.add(ln_gamma(a));
        total.add_product(-a, b.ln());
        finite(total.value(), "A(θ)")
    }

    fn mean_parameters(&self, natural: &[f64]) -> Result<Vec<f64>> {
        let (a, b) = shape_and_rate(natural)?;
        all_finite(vec![(a / b).ln() - log_minus_digamma(a), a / b], "mean")
    }

    fn natural_parameters(&self, mean: &[f64]) -> Result<Vec<f64>> {
        check_vector(mean, 2, "mean")?;
        check_domain(mean[1], |mean| mean > 0.0, || "mean[1]".to_owned(), "finite and greater than 0")?;
        let gap = mean[1].ln() - mean[0];
        let requirement = "less than the logarithm of mean[1], by more than rounding";
        let rounding = 4.0 * f64::EPSILON * (1.0 + mean[0].abs());
        check_domain(mean[0], |_| gap > rounding, || "mean[0]".to_owned(), requirement)?;
        let a = inverse_log_minus_digamma(gap);
        let natural = all_finite(vec![a, -a / mean[1]], "natural")?;
        self.check_natural(&natural)?;
        Ok(natural)
    }

    /// `a - log b + log Γ(a) + (1 - a) ψ(a)`.
    fn entropy(&self, natural: &[f64]) -> Result<f64> {
        let (a, b) = shape_and_rate(natural)?;
        finite(sum([a, -b.ln(), ln_gamma(a), (1.0 - a) * digamma(a)]), "the entropy")
    }
}
