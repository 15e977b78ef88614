//! Taylor series in one variable with interval coefficients: `f(x + t) = Σ_k f_k t^k`, `f_k = f⁽ᵏ⁾(x)/k!`.
//!
//! At a point `x` the coefficients are enclosed to the working precision. At an interval `X` the coefficient `f_n` encloses
//! `f⁽ⁿ⁾(ξ)/n!` for every `ξ` in `X`, and so is the remainder of the series about any centre in `X`.
//!
//! Source: R. E. Moore, *Interval Analysis*, 1966, chapter 11; W. Tucker, *Validated Numerics*, 2011, 4.3.

use crate::{interval::Interval, linear::Vector, precision::Precision};

/// The coefficients `f_0 .. f_n`.
#[derive(Clone, Debug)]
pub struct Series {
    /// `f_k`, `n + 1`.
    pub coefficients: Vector,
    precision: Precision,
}

impl Series {
    /// `a + b t + c t²` to order `n`.
    #[must_use]
    pub fn quadratic(terms: [Interval; 3], order: usize, precision: Precision) -> Self {
        let mut coefficients = precision.zeros(order + 1);
        coefficients.iter_mut().zip(terms).for_each(|(coefficient, term)| *coefficient = term);
        Self { coefficients, precision }
    }

    /// `e^f`: `e_0 = e^{f_0}`, `k e_k = Σ_{j=1..k} j f_j e_{k-j}`.
    #[must_use]
    pub fn exp(&self) -> Self {
        let mut exp = vec![self.coefficients[0].exp()];
        for k in 1..self.coefficients.len() {
            let mut sum = self.precision.zero();
            for j in (1..=k).filter(|&j| !self.coefficients[j].is_exact_zero()) {
                sum.add_product(&(self.precision.integer(j) * &self.coefficients[j]), &exp[k - j]);
            }
            exp.push(sum / self.precision.integer(k));
        }
        Self { coefficients: exp, precision: self.precision }
    }

    /// `log f` of a positive `f`: `l_0 = log f_0`, `f_0 l_k = f_k - Σ_{j=1..k-1} j l_j f_{k-j} / k`.
    #[must_use]
    pub fn ln(&self) -> Self {
        let f = &self.coefficients;
        let mut ln = vec![f[0].ln()];
        let mut slopes = vec![self.precision.zero()];
        for k in 1..f.len() {
            let mut sum = self.precision.zero();
            for j in 1..k {
                sum.add_product(&slopes[j], &f[k - j]);
            }
            let order = self.precision.integer(k);
            let coefficient = (&f[k] - sum / &order) / &f[0];
            slopes.push(order * &coefficient);
            ln.push(coefficient);
        }
        Self { coefficients: ln, precision: self.precision }
    }

    /// The sum of two series.
    #[must_use]
    pub fn plus(&self, other: &Self) -> Self {
        let coefficients = self.coefficients.iter().zip(&other.coefficients).map(|(a, b)| a + b).collect();
        Self { coefficients, precision: self.precision }
    }

    /// The series times a number.
    #[must_use]
    pub fn times(&self, factor: &Interval) -> Self {
        let coefficients = self.coefficients.iter().map(|coefficient| coefficient * factor).collect();
        Self { coefficients, precision: self.precision }
    }

    /// The product of two series; quick where `self` is a polynomial of low degree.
    #[must_use]
    pub fn product(&self, other: &Self) -> Self {
        let mut coefficients = self.precision.zeros(self.coefficients.len());
        for (j, factor) in self.coefficients.iter().enumerate().filter(|(_, factor)| !factor.is_exact_zero()) {
            for (sum, coefficient) in coefficients[j..].iter_mut().zip(&other.coefficients) {
                sum.add_product(factor, coefficient);
            }
        }
        Self { coefficients, precision: self.precision }
    }

    /// The coefficient of `t^k` in the product of two series.
    #[must_use]
    pub fn coefficient_of_product(&self, other: &Self, k: usize) -> Interval {
        let mut sum = self.precision.zero();
        for j in 0..=k {
            sum.add_product(&self.coefficients[j], &other.coefficients[k - j]);
        }
        sum
    }
}
