//! Double-double numbers: unevaluated sums `high + low` of two doubles, about 32 digits.
//!
//! Error-free transforms of Knuth (two-sum) and Dekker (two-product, here by fused multiply-add); the operations follow Joldes,
//! Muller and Popescu, "Tight and rigorous error bounds for basic building blocks of double-word arithmetic" (2017). Relative
//! error of each operation: a few 2⁻¹⁰⁴, while nothing under- or overflows.

use std::ops::{Add, Div, Mul, Neg, Sub};

/// `a + b = sum + error`, exactly.
#[inline]
#[must_use]
pub fn two_sum(a: f64, b: f64) -> (f64, f64) {
    let sum = a + b;
    let of_b = sum - a;
    let error = (a - (sum - of_b)) + (b - of_b);
    (sum, if sum.is_finite() { error } else { 0.0 })
}

/// `a b = product + error`, exactly while `error` does not underflow.
#[inline]
#[must_use]
pub fn two_product(a: f64, b: f64) -> (f64, f64) {
    let product = a * b;
    (product, a.mul_add(b, -product))
}

/// `a + b = sum + error`, exactly, for `|a| >= |b|`.
fn fast_two_sum(a: f64, b: f64) -> (f64, f64) {
    let sum = a + b;
    (sum, b - (sum - a))
}

/// A double-double number.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct DoubleDouble {
    /// The nearest double.
    pub high: f64,
    /// The rest, at most half a unit in the last place of `high`.
    pub low: f64,
}

impl DoubleDouble {
    /// The exact difference of two doubles.
    #[must_use]
    pub fn difference(a: f64, b: f64) -> Self {
        let (high, low) = two_sum(a, -b);
        Self { high, low }
    }

    fn normalised(high: f64, low: f64) -> Self {
        let (high, low) = fast_two_sum(high, low);
        Self { high, low }
    }

    /// The square root of a positive number.
    #[must_use]
    pub fn sqrt(self) -> Self {
        let root = self.high.sqrt();
        let (square, error) = two_product(root, root);
        let rest = self - Self { high: square, low: error };
        Self::normalised(root, rest.high / (2.0 * root))
    }

    /// The sum of two doubles, exact.
    #[must_use]
    pub fn sum(a: f64, b: f64) -> Self {
        let (high, low) = two_sum(a, b);
        Self { high, low }
    }

    /// The product of two doubles, exact while it does not underflow.
    #[must_use]
    pub fn product(a: f64, b: f64) -> Self {
        let (high, low) = two_product(a, b);
        Self { high, low }
    }

    /// The quotient by a power of two, exact.
    #[must_use]
    pub fn over_power_of_two(self, power: f64) -> Self {
        Self { high: self.high / power, low: self.low / power }
    }

    /// The absolute value.
    #[must_use]
    pub fn abs(self) -> Self {
        if self.high < 0.0 { -self } else { self }
    }
}

impl From<f64> for DoubleDouble {
    fn from(value: f64) -> Self {
        Self { high: value, low: 0.0 }
    }
}

impl Neg for DoubleDouble {
    type Output = Self;
    fn neg(self) -> Self {
        Self { high: -self.high, low: -self.low }
    }
}

impl Add for DoubleDouble {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        let (high, error) = two_sum(self.high, other.high);
        let (low, low_error) = two_sum(self.low, other.low);
        let partial = Self::normalised(high, error + low);
        Self::normalised(partial.high, partial.low + low_error)
    }
}

impl Sub for DoubleDouble {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        self + -other
    }
}

impl Mul for DoubleDouble {
    type Output = Self;
    fn mul(self, other: Self) -> Self {
        let (product, error) = two_product(self.high, other.high);
        Self::normalised(product, error + (self.high * other.low + self.low * other.high))
    }
}

impl Div for DoubleDouble {
    type Output = Self;
    fn div(self, other: Self) -> Self {
        let first = self.high / other.high;
        let rest = self - other * Self::from(first);
        let second = rest.high / other.high;
        let rest = rest - other * Self::from(second);
        let quotient = Self::normalised(first, second);
        quotient + Self::from(rest.high / other.high)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_third_times_three_is_one_to_thirty_digits() {
        let third = DoubleDouble::from(1.0) / DoubleDouble::from(3.0);
        let error = third * DoubleDouble::from(3.0) - DoubleDouble::from(1.0);
        assert!(error.abs().high < 1e-31, "{error:?}");
    }

    #[test]
    fn the_square_of_a_root_is_the_number() {
        let two = DoubleDouble::from(2.0);
        let error = two.sqrt() * two.sqrt() - two;
        assert!(error.abs().high < 1e-31, "{error:?}");
    }

    #[test]
    fn differences_are_exact() {
        let difference = DoubleDouble::difference(1e16, 1.0 / 3.0);
        assert_eq!(difference + DoubleDouble::from(1.0 / 3.0), DoubleDouble::from(1e16));
    }
}
