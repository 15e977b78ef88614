//! The working precision, from which every enclosure takes its number of bits, and the exponent range it is computed in.
//!
//! Densities are computed as they are defined, in the linear domain: `exp(-3e16)` is an ordinary number here. MPFR starts
//! every thread with exponents of 31 bits, for which that is an underflow, and can be asked for 62. The request is made for
//! the thread that creates a [`Precision`], which therefore cannot be sent to another.

use std::{marker::PhantomData, rc::Rc};

use gmp_mpfr_sys::mpfr;
use rug::{
    Float,
    float::{Constant, Round},
};

use crate::interval::Interval;

/// The fewest bits ever worked with: a double times `1 ± 2⁻⁵³` is exact in them.
pub const LEAST_BITS: u32 = 256;

/// The most bits ever worked with; what is undecided there has no certified value.
pub const MOST_BITS: u32 = 16384;

/// Exponents reach to `±2^61`, half of what MPFR can, so that its own intermediate results never leave the range.
const LARGEST_EXPONENT: i64 = 1 << 61;

/// A working precision in bits.
#[derive(Clone, Copy, Debug)]
pub struct Precision {
    bits: u32,
    this_thread: PhantomData<Rc<()>>,
}

impl Precision {
    /// A working precision, between [`LEAST_BITS`] and [`MOST_BITS`].
    #[must_use]
    pub fn new(bits: u32) -> Self {
        widen_exponent_range();
        Self { bits: bits.clamp(LEAST_BITS, MOST_BITS), this_thread: PhantomData }
    }

    /// The number of bits of every bound.
    #[must_use]
    pub fn bits(self) -> u32 {
        self.bits
    }

    /// Whether there is no higher precision to turn to.
    #[must_use]
    pub fn is_highest(self) -> bool {
        self.bits == MOST_BITS
    }

    /// Exactly this double.
    #[must_use]
    pub fn double(self, x: f64) -> Interval {
        Interval::point(Float::with_val(self.bits, x))
    }

    /// Exactly this integer.
    #[must_use]
    pub fn integer(self, n: usize) -> Interval {
        Interval::point(Float::with_val(self.bits, n))
    }

    /// Exactly 0.
    #[must_use]
    pub fn zero(self) -> Interval {
        self.integer(0)
    }

    /// `n` exact zeros.
    #[must_use]
    pub fn zeros(self, n: usize) -> Vec<Interval> {
        vec![self.zero(); n]
    }

    /// `π`, enclosed.
    #[must_use]
    pub fn pi(self) -> Interval {
        let bound = |round| Float::with_val_round(self.bits, Constant::Pi, round).0;
        Interval::new(bound(Round::Down), bound(Round::Up))
    }

    /// `log 2π`, enclosed.
    #[must_use]
    pub fn log_two_pi(self) -> Interval {
        (self.pi() + self.pi()).ln()
    }
}

#[allow(unsafe_code)]
fn widen_exponent_range() {
    // SAFETY: both functions only store a number that MPFR checks, in a variable of this thread alone.
    let refused = unsafe { mpfr::set_emin(-LARGEST_EXPONENT) != 0 || mpfr::set_emax(LARGEST_EXPONENT) != 0 };
    assert!(!refused, "MPFR has exponents of at least 62 bits on every platform with 64-bit integers");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[allow(unsafe_code)]
    fn the_exponent_range_belongs_to_the_thread() {
        // SAFETY: reads a constant of the library.
        assert_ne!(unsafe { mpfr::buildopt_tls_p() }, 0, "MPFR is built with thread-local state");
    }

    #[test]
    fn exponentials_of_huge_numbers_are_ordinary_numbers() {
        let precision = Precision::new(256);
        for x in [-3e16, 3e16, -1e18] {
            let there = precision.double(x).exp();
            assert!(there.certainly_positive() && there.is_bounded());
            let back = there.ln();
            assert!(back.contains(precision.double(x).lower()), "{back:?}");
        }
    }
}
