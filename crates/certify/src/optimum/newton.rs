//! Newton's iteration for a zero of a system, on middles at high precision and on doubles.
//!
//! At high precision `m ← m - Y F(m)` keeps `Y ≈ F'(m)⁻¹` as long as the steps shrink fast, so that most steps cost an
//! evaluation of `F` alone. Neither iteration proves anything: [`krawczyk`](mod@super::krawczyk) does.
//! Source: C. T. Kelley, *Solving Nonlinear Equations with Newton's Method*, 2003 (the chord method).

use rug::Float;

use super::{
    elimination::{Rows, apply, inverse},
    krawczyk::middles,
};
use crate::{
    interval::Interval,
    linear::{Matrix, Vector},
};

/// The most steps at high precision.
const MOST_STEPS: usize = 60;

/// A step must be this much shorter than the last, or `Y` is made anew.
const CONTRACTION: f64 = 1e-2;

/// The most steps in doubles.
const MOST_DOUBLE_STEPS: usize = 40;

/// No double step is longer than this, in units of the coordinates.
const LONGEST_STEP: f64 = 1.0;

/// Where a double step counts as none.
const SHORTEST_STEP: f64 = 1e-7;

/// The largest entry of a step in units of the coordinates.
fn length(step: &[Interval], units: &[f64]) -> Float {
    let entries = step.iter().zip(units).map(|(step, unit)| Float::with_val(64, step.middle() / *unit).abs());
    entries.fold(Float::new(64), |longest, entry| if entry > longest || entry.is_nan() { entry } else { longest })
}

/// Improves an approximate zero until steps are below `2^-goal` units; nothing where they do not become so short.
///
/// `start` are exact numbers; `approximate_inverse` is some `Y` to begin with, or is computed.
pub fn polish(
    start: &[Interval],
    units: &[f64],
    goal: u32,
    approximate_inverse: Option<&Matrix>,
    at: impl Fn(&[Interval]) -> Vector,
    jacobian: impl Fn(&[Interval]) -> Matrix,
) -> Option<Vector> {
    let fresh = |point: &[Interval]| middles(&inverse(&middles(&jacobian(point))?));
    let mut point = start.to_vec();
    let mut inverse = match approximate_inverse {
        Some(inverse) => inverse.clone(),
        None => fresh(&point)?,
    };
    let short = Float::with_val(64, 1) >> goal;
    let mut last: Option<Float> = None;
    for _ in 0..MOST_STEPS {
        let step = apply(&inverse, &at(&point));
        let now = length(&step, units);
        if !now.is_finite() {
            return None;
        }
        let move_by =
            |(x, step): (&Interval, &Interval)| Interval::point(Float::with_val(x.bits(), (x - step).middle()));
        point = point.iter().zip(&step).map(move_by).collect();
        if now < short {
            return Some(point);
        }
        if last.is_some_and(|last| now > last * CONTRACTION) {
            inverse = fresh(&point)?;
        }
        last = Some(now);
    }
    None
}

/// A zero in doubles, to about half of their digits; nothing where the iteration leaves the finite or does not settle.
pub fn search(start: &[f64], units: &[f64], derivatives: impl Fn(&[f64]) -> (Vec<f64>, Rows<f64>)) -> Option<Vec<f64>> {
    let mut point = start.to_vec();
    for _ in 0..MOST_DOUBLE_STEPS {
        let (value, slope) = derivatives(&point);
        let step = apply(&inverse(&slope), &value);
        let relative = step.iter().zip(units).map(|(step, unit)| (step / unit).abs());
        let longest =
            relative.fold(0.0, |longest: f64, step| if step > longest || step.is_nan() { step } else { longest });
        if !longest.is_finite() {
            return None;
        }
        let factor = if longest > LONGEST_STEP { LONGEST_STEP / longest } else { 1.0 };
        point.iter_mut().zip(&step).for_each(|(x, step)| *x -= factor * step);
        if longest < SHORTEST_STEP {
            return Some(point);
        }
    }
    None
}
