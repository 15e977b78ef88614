//! The maximum to which EM leads from given parameters: computed in doubles, with guards, and not proved.
//!
//! At iterations 10, 20, 40, ... Newton's iteration is tried from where EM stands. Its limit is accepted when the Hessian there is
//! negative definite, `log p(X, θ)` is not lower, and either EM has come as near as doubles can tell, or at the
//! next such iteration the limit is the same and EM has halved its distance.

use super::{
    coordinates::Layout,
    definite::signature,
    derivatives::derivatives,
    em::{expectation, maximization},
    newton::search,
    posed::Posed,
};

/// EM is given up after so many iterations.
pub const MOST_ITERATIONS: usize = 80_000;

/// A limit farther away than this, in units of the coordinates, is not what EM approaches.
const FAR: f64 = 0.5;

/// At this distance EM has arrived.
const NEAR: f64 = 1e-6;

/// Of the pivots of the Hessian scaled to a unit diagonal: below it a point counts as singular.
const SINGULAR: f64 = 1e-9;

/// Why there is no maximum to be proved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lost {
    /// A coordinate became infinite: a weight, rate or probability is 0, or a covariance singular.
    Boundary,
    /// No regular maximum came near.
    Nowhere,
}

/// A stationary point as far as doubles can tell.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// In coordinates.
    pub point: Vec<f64>,
    /// `log p(X, θ)` up to a constant of the problem.
    pub value: f64,
    /// Whether the Hessian is negative definite.
    pub maximum: bool,
}

/// The largest difference of two points in units of the coordinates.
#[must_use]
pub fn distance(a: &[f64], b: &[f64], units: &[f64]) -> f64 {
    a.iter().zip(b).zip(units).map(|((a, b), unit)| ((a - b) / unit).abs()).fold(0.0, f64::max)
}

/// The regular stationary point that Newton's iteration finds; nothing where it finds none.
#[must_use]
pub fn stationary_near(posed: &Posed<f64>, layout: &Layout, start: &[f64], units: &[f64]) -> Option<Candidate> {
    let both = |point: &[f64]| {
        let jet = derivatives(posed, layout, point, true);
        (jet.gradient, jet.hessian)
    };
    let point = search(start, units, both)?;
    let mut hessian = derivatives(posed, layout, &point, true).hessian;
    let scales: Vec<f64> = (0..hessian.len()).map(|i| hessian[i][i].abs().sqrt().recip()).collect();
    for (i, row) in hessian.iter_mut().enumerate() {
        row.iter_mut().zip(&scales).for_each(|(entry, scale)| *entry *= scale * scales[i]);
    }
    let signature = signature(&hessian)?;
    if signature.negative == 0 || signature.pivots.iter().any(|pivot| pivot.abs() < SINGULAR) {
        return None;
    }
    let value = expectation(posed, layout, &point).0;
    value.is_finite().then_some(Candidate { point, value, maximum: signature.positive == 0 })
}

/// Follows EM to the maximum that it approaches.
///
/// # Errors
/// When it runs into the boundary, or approaches no regular maximum.
pub fn maximum_from(posed: &Posed<f64>, layout: &Layout, start: &[f64], units: &[f64]) -> Result<Candidate, Lost> {
    let mut point = start.to_vec();
    let mut last: Option<(Candidate, f64)> = None;
    let mut next = 10;
    for t in 1..=MOST_ITERATIONS {
        let (_, responsibilities) = expectation(posed, layout, &point);
        point = maximization(posed, layout, &responsibilities).ok_or(Lost::Boundary)?;
        if t < next {
            continue;
        }
        next *= 2;
        let Some(limit) = approached(posed, layout, &point, units) else {
            last = None;
            continue;
        };
        let now = distance(&limit.point, &point, units);
        let halved =
            |(before, then): &(Candidate, f64)| distance(&before.point, &limit.point, units) < NEAR && now < 0.5 * then;
        if now < NEAR || last.as_ref().is_some_and(halved) {
            return Ok(limit);
        }
        last = Some((limit, now));
    }
    Err(Lost::Nowhere)
}

/// The maximum that Newton's iteration finds close by and not below.
fn approached(posed: &Posed<f64>, layout: &Layout, point: &[f64], units: &[f64]) -> Option<Candidate> {
    let limit = stationary_near(posed, layout, point, units).filter(|limit| limit.maximum)?;
    let value = expectation(posed, layout, point).0;
    let not_below = limit.value >= value - 1e-9 * value.abs().max(1.0);
    (not_below && distance(&limit.point, point, units) < FAR).then_some(limit)
}
