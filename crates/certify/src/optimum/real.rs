//! The arithmetic in which derivatives are written down once: doubles to search with, intervals to prove with.
//!
//! Doubles take `exp` and `log` from a library of their own, so that a search takes the same course on every machine.

use rug::Float;

use crate::interval::Interval;

/// Real numbers, rounded or enclosed.
pub trait Real: Clone + std::fmt::Debug {
    /// A constant, as precise as this number.
    #[must_use]
    fn constant(&self, x: f64) -> Self;
    /// `a + b`.
    #[must_use]
    fn plus(&self, b: &Self) -> Self;
    /// `a - b`.
    #[must_use]
    fn minus(&self, b: &Self) -> Self;
    /// `a b`.
    #[must_use]
    fn times(&self, b: &Self) -> Self;
    /// `a / b`.
    #[must_use]
    fn over(&self, b: &Self) -> Self;
    /// `-a`.
    #[must_use]
    fn negated(&self) -> Self;
    /// `e^a`.
    #[must_use]
    fn exponential(&self) -> Self;
    /// `log a`.
    #[must_use]
    fn logarithm(&self) -> Self;
    /// `sqrt a`.
    #[must_use]
    fn root(&self) -> Self;
    /// `self += a b`.
    fn accumulate(&mut self, a: &Self, b: &Self);
    /// Whether it is exactly 0.
    fn vanishes(&self) -> bool;
    /// Whether it is above 0 (`Some(true)`), below (`Some(false)`), or neither is known.
    fn sign(&self) -> Option<bool>;
    /// Whether its magnitude is above another's, by their middles.
    fn outweighs(&self, other: &Self) -> bool;
}

impl Real for f64 {
    fn constant(&self, x: f64) -> Self {
        x
    }
    fn plus(&self, b: &Self) -> Self {
        self + b
    }
    fn minus(&self, b: &Self) -> Self {
        self - b
    }
    fn times(&self, b: &Self) -> Self {
        self * b
    }
    fn over(&self, b: &Self) -> Self {
        self / b
    }
    fn negated(&self) -> Self {
        -self
    }
    fn exponential(&self) -> Self {
        libm::exp(*self)
    }
    fn logarithm(&self) -> Self {
        libm::log(*self)
    }
    fn root(&self) -> Self {
        self.sqrt()
    }
    fn accumulate(&mut self, a: &Self, b: &Self) {
        *self += a * b;
    }
    fn vanishes(&self) -> bool {
        *self == 0.0
    }
    fn sign(&self) -> Option<bool> {
        if *self > 0.0 { Some(true) } else { (*self < 0.0).then_some(false) }
    }
    fn outweighs(&self, other: &Self) -> bool {
        self.abs() > other.abs()
    }
}

impl Real for Interval {
    fn constant(&self, x: f64) -> Self {
        Self::point(Float::with_val(self.bits(), x))
    }
    fn plus(&self, b: &Self) -> Self {
        self + b
    }
    fn minus(&self, b: &Self) -> Self {
        self - b
    }
    fn times(&self, b: &Self) -> Self {
        self * b
    }
    fn over(&self, b: &Self) -> Self {
        self / b
    }
    fn negated(&self) -> Self {
        -self
    }
    fn exponential(&self) -> Self {
        self.exp()
    }
    fn logarithm(&self) -> Self {
        self.ln()
    }
    fn root(&self) -> Self {
        self.sqrt()
    }
    fn accumulate(&mut self, a: &Self, b: &Self) {
        self.add_product(a, b);
    }
    fn vanishes(&self) -> bool {
        self.is_exact_zero()
    }
    fn sign(&self) -> Option<bool> {
        if self.certainly_positive() { Some(true) } else { self.certainly_negative().then_some(false) }
    }
    fn outweighs(&self, other: &Self) -> bool {
        self.middle().abs() > other.middle().abs()
    }
}
