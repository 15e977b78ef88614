//! Intervals of real numbers with outward rounding: `[lo, hi]` contains every value that its operands' members can give.
//!
//! Bounds are MPFR numbers of one precision, the lower one always rounded down and the upper one up, by the correctly rounded
//! operations of MPFR; so an enclosure is a proof. An interval whose bounds coincide is the exact value, and `[0, 0]`,
//! `[∞, ∞]`, `[-∞, -∞]` are an exact zero and exact infinities. What cannot be bounded is the whole line.
//!
//! Source: R. E. Moore, *Interval Analysis*, 1966; IEEE 1788-2015, set-based intervals.

use std::fmt;

use rug::{
    Float,
    float::{Round, Special},
    ops::AddAssignRound,
};

use crate::{arithmetic::extreme_corners, print::print};

/// A closed interval of the extended real line.
#[derive(Clone, PartialEq)]
pub struct Interval {
    lo: Float,
    hi: Float,
}

impl fmt::Debug for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bound = |bound: &Float| print(&Self::point(bound.clone()));
        write!(f, "[{}, {}]", bound(&self.lo), bound(&self.hi))
    }
}

impl Interval {
    /// `[lo, hi]`, of which the caller knows that it contains the value; the whole line where a bound is no number.
    pub(crate) fn new(lo: Float, hi: Float) -> Self {
        if lo.is_nan() || hi.is_nan() {
            return Self::entire(lo.prec());
        }
        Self { lo, hi }
    }

    /// Exactly this value.
    #[must_use]
    pub fn point(value: Float) -> Self {
        Self { lo: value.clone(), hi: value }
    }

    /// An exact infinity.
    #[must_use]
    pub fn infinity(bits: u32, negative: bool) -> Self {
        Self::point(Float::with_val(bits, if negative { Special::NegInfinity } else { Special::Infinity }))
    }

    /// Nothing is known of the value.
    #[must_use]
    pub fn entire(bits: u32) -> Self {
        Self { lo: Float::with_val(bits, Special::NegInfinity), hi: Float::with_val(bits, Special::Infinity) }
    }

    /// The lower bound.
    #[must_use]
    pub fn lower(&self) -> &Float {
        &self.lo
    }

    /// The upper bound.
    #[must_use]
    pub fn upper(&self) -> &Float {
        &self.hi
    }

    /// The precision of the bounds.
    #[must_use]
    pub fn bits(&self) -> u32 {
        self.lo.prec()
    }

    /// Whether the value is known exactly.
    #[must_use]
    pub fn is_exact(&self) -> bool {
        self.lo == self.hi
    }

    /// Whether the value is proved to be 0.
    #[must_use]
    pub fn is_exact_zero(&self) -> bool {
        self.lo.is_zero() && self.hi.is_zero()
    }

    /// Whether the value is proved to be infinite.
    #[must_use]
    pub fn is_exact_infinity(&self) -> bool {
        self.lo.is_infinite() && self.is_exact()
    }

    /// Whether both bounds are finite.
    #[must_use]
    pub fn is_bounded(&self) -> bool {
        self.lo.is_finite() && self.hi.is_finite()
    }

    /// Whether every member is above 0.
    #[must_use]
    pub fn certainly_positive(&self) -> bool {
        self.lo > 0
    }

    /// Whether every member is below 0.
    #[must_use]
    pub fn certainly_negative(&self) -> bool {
        self.hi < 0
    }

    /// Whether no member is below 0.
    #[must_use]
    pub fn certainly_not_negative(&self) -> bool {
        self.lo >= 0
    }

    /// Whether no member is above 0.
    #[must_use]
    pub fn certainly_not_positive(&self) -> bool {
        self.hi <= 0
    }

    /// Whether every member of this interval is above every member of the other.
    #[must_use]
    pub fn certainly_exceeds(&self, other: &Self) -> bool {
        self.lo > other.hi
    }

    /// Whether the value may be this one.
    #[must_use]
    pub fn contains(&self, value: &Float) -> bool {
        self.lo <= *value && *value <= self.hi
    }

    /// An upper bound of the magnitude.
    #[must_use]
    pub fn magnitude(&self) -> Float {
        let (lo, hi) = (self.lo.clone().abs(), self.hi.clone().abs());
        if lo > hi { lo } else { hi }
    }

    /// A lower bound of the magnitude.
    #[must_use]
    pub fn least_magnitude(&self) -> Float {
        self.abs().lo
    }

    /// Half the width, rounded up; 0 for an exact value, infinities included.
    #[must_use]
    pub fn radius(&self) -> Float {
        if self.is_exact() {
            return Float::new(64);
        }
        Float::with_val_round(64, &self.hi - &self.lo, Round::Up).0 >> 1_u32
    }

    /// The middle, to the nearest.
    #[must_use]
    pub fn middle(&self) -> Float {
        if self.is_exact() {
            return self.lo.clone();
        }
        Float::with_val(self.bits() + 8, &self.lo + &self.hi) >> 1_u32
    }

    /// The radius over the least magnitude, rounded up; 0 for an exact value, infinite where 0 is possible but not proved.
    #[must_use]
    pub fn relative_radius(&self) -> Float {
        if self.is_exact() {
            return Float::new(64);
        }
        let least = self.least_magnitude();
        if least.is_zero() || !self.is_bounded() {
            return Float::with_val(64, Special::Infinity);
        }
        Float::with_val_round(64, &self.radius() / &least, Round::Up).0
    }

    /// The magnitude.
    #[must_use]
    pub fn abs(&self) -> Self {
        if self.certainly_not_negative() {
            self.clone()
        } else if self.certainly_not_positive() {
            -self
        } else {
            Self { lo: Float::new(self.bits()), hi: self.magnitude() }
        }
    }

    /// The larger of two values.
    #[must_use]
    pub fn max(&self, other: &Self) -> Self {
        let larger = |a: &Float, b: &Float| if a > b { a.clone() } else { b.clone() };
        Self { lo: larger(&self.lo, &other.lo), hi: larger(&self.hi, &other.hi) }
    }

    /// The square, never negative.
    #[must_use]
    pub fn square(&self) -> Self {
        let magnitude = self.abs();
        &magnitude * &magnitude
    }

    /// Half of it, exactly.
    #[must_use]
    pub fn half(&self) -> Self {
        Self { lo: self.lo.clone() >> 1_u32, hi: self.hi.clone() >> 1_u32 }
    }

    /// `self += a b`, with one rounding a bound.
    pub fn add_product(&mut self, a: &Self, b: &Self) {
        if a.is_exact_zero() || b.is_exact_zero() {
            return;
        }
        match extreme_corners(a, b) {
            Some([(la, lb), (ha, hb)]) => {
                self.lo.add_assign_round(la * lb, Round::Down);
                self.hi.add_assign_round(ha * hb, Round::Up);
                if self.lo.is_nan() || self.hi.is_nan() {
                    *self = Self::entire(self.bits());
                }
            }
            None => *self = &*self + &(a * b),
        }
    }
}
