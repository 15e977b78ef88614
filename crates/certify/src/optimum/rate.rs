//! How slowly EM arrives: `1/(1 - ρ²)`, with `ρ` the largest eigenvalue of the derivative of EM's map at a maximum, from 0 to 1.
//!
//! Near a maximum an iteration of EM leaves `ρ` of the distance and so raises the objective by `1 - ρ²` of what it still lacks.
//! Where that is less than the objective is rounded by, nobody who looks at the objective can see EM move: an objective right to `ε`
//! has arrived when `ε/(1 - ρ²)` is lacking.
//!
//! `ρ` is found by iterating EM's map from a point near the maximum, in doubles, the distance being brought back to `10⁻⁵` units after each
//! step: attainable digits have two decimals and need no proof.
//! Source: A. Dempster, N. Laird and D. Rubin, *Maximum likelihood from incomplete data via the EM algorithm*, 1977, theorem 4.

use super::{
    basin::distance,
    coordinates::Layout,
    em::{expectation, maximization},
    posed::Posed,
};

const STEPS: usize = 200;
const NEAR: f64 = 1e-5;

/// Beyond this a maximum would not have been reached.
const MOST: f64 = 1e6;

/// `1/(1 - ρ²)` at a maximum, at least 1.
#[must_use]
pub fn slowness(posed: &Posed<f64>, layout: &Layout, point: &[f64], units: &[f64]) -> f64 {
    let step = |point: &[f64]| maximization(posed, layout, &expectation(posed, layout, point).1);
    let Some(fixed) = step(point) else { return 1.0 };
    let mut near: Vec<f64> = point.iter().zip(units).map(|(x, unit)| x + NEAR * unit).collect();
    let mut rate = 0.0;
    for _ in 0..STEPS {
        let Some(next) = step(&near) else { return 1.0 };
        rate = distance(&next, &fixed, units) / NEAR;
        if rate == 0.0 {
            break;
        }
        near = next.iter().zip(&fixed).zip(point).map(|((next, fixed), x)| x + (next - fixed) / rate).collect();
    }
    (1.0 / (1.0 - rate * rate)).clamp(1.0, MOST)
}
