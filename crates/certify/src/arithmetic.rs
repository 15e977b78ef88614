//! Sums, differences, products and quotients of intervals.
//!
//! Each bound comes from one correctly rounded operation on the pair of bounds that gives the extreme value; an exact 0 times
//! anything is an exact 0, and a divisor that may be 0 leaves nothing known.
//!
//! Source: IEEE 1788-2015, 10.5.

use std::ops::{Add, Div, Mul, Neg, Sub};

use rug::{Float, float::Round};

use crate::interval::Interval;

/// The corners at which the least and the largest product stand, where the signs alone decide them.
pub(crate) fn extreme_corners<'a>(a: &'a Interval, b: &'a Interval) -> Option<[(&'a Float, &'a Float); 2]> {
    let sign = |x: &Interval| match (x.certainly_not_negative(), x.certainly_not_positive()) {
        (true, _) => Some(true),
        (_, true) => Some(false),
        _ => None,
    };
    match (sign(a), sign(b)) {
        (Some(true), Some(true)) => Some([(a.lower(), b.lower()), (a.upper(), b.upper())]),
        (Some(true), Some(false)) => Some([(a.upper(), b.lower()), (a.lower(), b.upper())]),
        (Some(true), None) => Some([(a.upper(), b.lower()), (a.upper(), b.upper())]),
        (Some(false), Some(true)) => Some([(a.lower(), b.upper()), (a.upper(), b.lower())]),
        (Some(false), Some(false)) => Some([(a.upper(), b.upper()), (a.lower(), b.lower())]),
        (Some(false), None) => Some([(a.lower(), b.upper()), (a.lower(), b.lower())]),
        (None, Some(true)) => Some([(a.lower(), b.upper()), (a.upper(), b.upper())]),
        (None, Some(false)) => Some([(a.upper(), b.lower()), (a.lower(), b.lower())]),
        (None, None) => None,
    }
}

fn sum(a: &Interval, b: &Interval) -> Interval {
    let bits = a.bits();
    Interval::new(
        Float::with_val_round(bits, a.lower() + b.lower(), Round::Down).0,
        Float::with_val_round(bits, a.upper() + b.upper(), Round::Up).0,
    )
}

fn difference(a: &Interval, b: &Interval) -> Interval {
    let bits = a.bits();
    Interval::new(
        Float::with_val_round(bits, a.lower() - b.upper(), Round::Down).0,
        Float::with_val_round(bits, a.upper() - b.lower(), Round::Up).0,
    )
}

fn product(a: &Interval, b: &Interval) -> Interval {
    let bits = a.bits();
    if a.is_exact_zero() || b.is_exact_zero() {
        return Interval::point(Float::new(bits));
    }
    let down = |x: &Float, y: &Float| Float::with_val_round(bits, x * y, Round::Down).0;
    let up = |x: &Float, y: &Float| Float::with_val_round(bits, x * y, Round::Up).0;
    match extreme_corners(a, b) {
        Some([(la, lb), (ha, hb)]) => Interval::new(down(la, lb), up(ha, hb)),
        None => {
            let (first, second) = (down(a.lower(), b.upper()), down(a.upper(), b.lower()));
            let (third, fourth) = (up(a.lower(), b.lower()), up(a.upper(), b.upper()));
            let lo = if second < first || second.is_nan() { second } else { first };
            let hi = if fourth > third || fourth.is_nan() { fourth } else { third };
            Interval::new(lo, hi)
        }
    }
}

fn quotient(a: &Interval, b: &Interval) -> Interval {
    let bits = a.bits();
    let (numerator, denominator) = if b.certainly_negative() { (-a, -b) } else { (a.clone(), b.clone()) };
    if !denominator.certainly_positive() {
        return Interval::entire(bits);
    }
    if numerator.is_exact_zero() {
        return numerator;
    }
    let below = if *numerator.lower() >= 0 { denominator.upper() } else { denominator.lower() };
    let above = if *numerator.upper() >= 0 { denominator.lower() } else { denominator.upper() };
    Interval::new(
        Float::with_val_round(bits, numerator.lower() / below, Round::Down).0,
        Float::with_val_round(bits, numerator.upper() / above, Round::Up).0,
    )
}

impl Neg for &Interval {
    type Output = Interval;
    fn neg(self) -> Interval {
        Interval::new(-self.upper().clone(), -self.lower().clone())
    }
}

impl Neg for Interval {
    type Output = Self;
    fn neg(self) -> Self {
        -&self
    }
}

macro_rules! operator {
    ($operator:ident, $method:ident, $function:ident) => {
        impl $operator<&Interval> for &Interval {
            type Output = Interval;
            fn $method(self, other: &Interval) -> Interval {
                $function(self, other)
            }
        }
        impl $operator<Interval> for &Interval {
            type Output = Interval;
            fn $method(self, other: Interval) -> Interval {
                $function(self, &other)
            }
        }
        impl $operator<&Interval> for Interval {
            type Output = Interval;
            fn $method(self, other: &Interval) -> Interval {
                $function(&self, other)
            }
        }
        impl $operator<Interval> for Interval {
            type Output = Interval;
            fn $method(self, other: Interval) -> Interval {
                $function(&self, &other)
            }
        }
    };
}

operator!(Add, add, sum);
operator!(Sub, sub, difference);
operator!(Mul, mul, product);
operator!(Div, div, quotient);
