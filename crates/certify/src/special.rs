//! Monotone functions of intervals: `sqrt`, `exp`, `log`, `ψ`, and the log gamma function, which has one minimum.
//!
//! MPFR rounds each of them correctly in the direction asked for, so the image of a bound is a bound of the image.
//! Source: L. Fousse et al., *MPFR: A multiple-precision binary floating-point library with correct rounding*, 2007.

use std::cmp::Ordering;

use rug::{Float, float::Round, ops::CompleteRound};

use crate::interval::Interval;

/// The argument at which `log Γ` is least lies strictly between these two doubles, 1.461632144968362341...
const MINIMUM_BETWEEN: (f64, f64) = (1.461_632_144_968_362_2, 1.461_632_144_968_362_5);

/// Below the least value of `log Γ` on the positive axis, -0.121486290535849608...
const LEAST_LOG_GAMMA: f64 = -0.121_486_290_535_849_63;

impl Interval {
    fn increasing(&self, function: impl Fn(&Float, Round) -> Float) -> Self {
        Self::new(function(self.lower(), Round::Down), function(self.upper(), Round::Up))
    }

    /// The square root; the whole line where the argument may be negative.
    #[must_use]
    pub fn sqrt(&self) -> Self {
        self.increasing(|x, round| {
            let mut root = x.clone();
            root.sqrt_round(round);
            root
        })
    }

    /// The exponential function.
    ///
    /// The upper bound of a narrow argument follows from the lower one, `e^(x+δ) <= e^x (1 + δ + δ²)` for `0 <= δ <= 1`.
    #[must_use]
    pub fn exp(&self) -> Self {
        let at = |x: &Float, round| x.exp_ref().complete_round(self.bits(), round);
        let Some(width) = self.small_width() else { return self.increasing(|x, round| at(x, round).0) };
        let (lower, above) = with_upper(at(self.lower(), Round::Down));
        let growth = &width + &width.square() + Self::point(Float::with_val(self.bits(), 1));
        Self::new(lower, (above * growth).upper().clone())
    }

    /// The natural logarithm, `-∞` exactly at an exact 0; the whole line where the argument may be negative.
    ///
    /// The upper bound of a narrow argument follows from the lower one, `log(x + δ) <= log x + δ/x`.
    #[must_use]
    pub fn ln(&self) -> Self {
        let at = |x: &Float, round| x.ln_ref().complete_round(self.bits(), round);
        match self.small_width() {
            Some(width) if self.certainly_positive() => {
                let (lower, above) = with_upper(at(self.lower(), Round::Down));
                let growth = width / Self::point(self.lower().clone());
                Self::new(lower, (above + growth).upper().clone())
            }
            _ => self.increasing(|x, round| at(x, round).0),
        }
    }

    /// The width, where it is far below 1.
    fn small_width(&self) -> Option<Self> {
        let bits = self.bits();
        let width = Float::with_val_round(bits, self.upper() - self.lower(), Round::Up).0;
        (width < 1e-20).then(|| Self::point(width))
    }

    /// `log Γ` of a positive argument; the whole line where the argument may not be positive.
    #[must_use]
    pub fn ln_gamma(&self) -> Self {
        if !self.certainly_positive() {
            return Self::entire(self.bits());
        }
        if self.is_exact() {
            let (lower, above) = with_upper(self.lower().ln_gamma_ref().complete_round(self.bits(), Round::Down));
            return Self::new(lower, above.upper().clone());
        }
        let at = |x: &Float, round: Round| x.ln_gamma_ref().complete_round(self.bits(), round).0;
        if *self.lower() >= MINIMUM_BETWEEN.1 {
            self.increasing(at)
        } else if *self.upper() <= MINIMUM_BETWEEN.0 {
            Self::new(at(self.upper(), Round::Down), at(self.lower(), Round::Up))
        } else {
            let (left, right) = (at(self.lower(), Round::Up), at(self.upper(), Round::Up));
            Self::new(Float::with_val(self.bits(), LEAST_LOG_GAMMA), if left > right { left } else { right })
        }
    }

    /// `ψ = (log Γ)'` of a positive argument, where it increases; the whole line where the argument may not be positive.
    ///
    /// The upper bound of a narrow argument follows from the lower one: `ψ(x + δ) <= ψ(x) + δ (1/x + 1/x²)`, for `ψ` is concave
    /// and its slope at `x` is below `1/x + 1/x²`.
    #[must_use]
    pub fn digamma(&self) -> Self {
        let at = |x: &Float, round| x.digamma_ref().complete_round(self.bits(), round);
        if !self.certainly_positive() {
            return Self::entire(self.bits());
        }
        let Some(width) = self.small_width() else { return self.increasing(|x, round| at(x, round).0) };
        let (lower, above) = with_upper(at(self.lower(), Round::Down));
        let inverse = Self::point(Float::with_val(self.bits(), 1)) / Self::point(self.lower().clone());
        let growth = width * (&inverse + inverse.square());
        Self::new(lower, (above + growth).upper().clone())
    }

    /// `coefficient · log self` with `0 log 0 = 0`; an exact infinity at an exact 0 with another coefficient.
    #[must_use]
    pub fn times_log(&self, coefficient: &Self) -> Self {
        if coefficient.is_exact_zero() {
            return coefficient.clone();
        }
        if !self.is_exact_zero() {
            return coefficient * self.ln();
        }
        match (coefficient.certainly_positive(), coefficient.certainly_negative()) {
            (true, _) => Self::infinity(self.bits(), true),
            (_, true) => Self::infinity(self.bits(), false),
            _ => Self::entire(self.bits()),
        }
    }
}

/// A value rounded down, and a bound from above: itself where the rounding was exact, else its successor.
fn with_upper((lower, rounding): (Float, Ordering)) -> (Float, Interval) {
    let mut upper = lower.clone();
    if rounding != Ordering::Equal {
        upper.next_up();
    }
    (lower, Interval::point(upper))
}
