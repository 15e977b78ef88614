//! Compensated summation.
//!
//! `Sum` keeps the running sum and the accumulated rounding errors of every addition, which two-sum gives exactly
//! (Neumaier 1974; Ogita, Rump and Oishi 2005, algorithm 4.4). The error of the total is `ε |Σx| + O(n ε²) Σ|x|`: the sum is as
//! good as if it had been added in twice the precision and rounded once. An infinity among the terms is the sum.

use super::double_double::{DoubleDouble, two_product, two_sum};

/// A sum that can be added to and merged; order-dependent only in the second order of ε.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sum {
    high: f64,
    low: f64,
}

impl Sum {
    /// Adds one term.
    pub fn add(&mut self, term: f64) {
        let (high, error) = two_sum(self.high, term);
        self.high = high;
        self.low += error;
    }

    /// Adds a product, with its rounding error.
    pub fn add_product(&mut self, a: f64, b: f64) {
        let (product, error) = two_product(a, b);
        self.add(product);
        if error.is_finite() {
            self.low += error;
        }
    }

    /// Adds all terms of another sum.
    pub fn merge(&mut self, other: Self) {
        self.add(other.high);
        self.low += other.low;
    }

    /// The sum as a double-double number.
    #[must_use]
    pub fn precise(self) -> DoubleDouble {
        DoubleDouble::sum(self.high, self.low)
    }

    /// The sum, rounded once.
    #[must_use]
    pub fn value(self) -> f64 {
        let total = self.high + self.low;
        // Beyond the range of binary64 the compensation is infinite or undefined, the plain sum is not.
        if total.is_finite() { total } else { self.high }
    }
}

impl FromIterator<f64> for Sum {
    fn from_iter<I: IntoIterator<Item = f64>>(terms: I) -> Self {
        let mut sum = Self::default();
        for term in terms {
            sum.add(term);
        }
        sum
    }
}

/// The compensated sum of `terms`.
pub fn sum(terms: impl IntoIterator<Item = f64>) -> f64 {
    terms.into_iter().collect::<Sum>().value()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cancellation_leaves_the_small_terms() {
        assert_eq!(sum([1e100, 1.0, -1e100, 1.0]), 2.0);
        assert_eq!(sum(std::iter::repeat_n(0.1, 1_000_000)), 100_000.0);
    }

    #[test]
    fn merging_is_adding() {
        let mut left: Sum = [1e16, 1.0].into_iter().collect();
        left.merge([1.0, -1e16].into_iter().collect());
        assert_eq!(left.value(), 2.0);
    }

    #[test]
    fn an_infinite_term_is_the_sum() {
        assert_eq!(sum([1.0, f64::NEG_INFINITY, 2.0]), f64::NEG_INFINITY);
    }

    #[test]
    fn a_product_is_added_with_its_rounding_error() {
        let mut sum = Sum::default();
        // (1 + ε)² - (1 + 2ε) = ε².
        sum.add_product(1.0 + f64::EPSILON, 1.0 + f64::EPSILON);
        sum.add(-(1.0 + 2.0 * f64::EPSILON));
        assert_eq!(sum.value(), f64::EPSILON * f64::EPSILON);
    }
}
