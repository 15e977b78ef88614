//! The proof that a box holds exactly one stationary point of `log p(X, θ)`, and of what kind it is.
//!
//! A candidate is improved by Newton's iteration; then [`krawczyk`] tests the box about it whose half width in each
//! coordinate is `2^(-bits/2)` of its [unit](super::units), at most `10⁻³¹`. The signs of the pivots of the Hessian over that box say what
//! the point is: all negative, a maximum; some positive, a saddle.
//!
//! Fails, [`Failure::Undecided`], where the box proves nothing at this precision: no stationary point is near, or the Hessian
//! is singular there.

use rug::Float;
use suite::format::StationaryKind;

use super::{
    coordinates::Layout,
    definite::signature,
    derivatives::{gradient, hessian},
    krawczyk::{Enclosure, krawczyk},
    newton::polish,
    posed::Posed,
};
use crate::{
    failure::Failure,
    interval::Interval,
    linear::{Matrix, Vector},
    mixture::{Mixture, Problem},
};

/// No box is wider than this in any coordinate.
const LARGEST_RADIUS: f64 = 1e-31;

/// A stationary point, proved.
#[derive(Clone, Debug)]
pub struct Proof {
    /// The point in coordinates: the box that certainly holds it.
    pub point: Vector,
    /// The same as parameters.
    pub mixture: Mixture,
    /// What it is.
    pub kind: StationaryKind,
    /// The largest half width of the box in which there is exactly one.
    pub radius: Float,
    /// A lower bound of the magnitude of every pivot of the Hessian.
    pub least_pivot: Float,
    /// About `H⁻¹`.
    pub inverse: Matrix,
}

/// Proves a stationary point near a candidate.
///
/// # Errors
/// When no box about it proves one at this precision.
pub fn prove(problem: &Problem, candidate: &[f64], units: &[f64]) -> Result<Proof, Failure> {
    let (posed, layout) = (Posed::new(problem), Layout::new(problem));
    let start: Vector = candidate.iter().map(|&x| problem.precision.double(x)).collect();
    let undecided = || Failure::Undecided("the existence of a stationary point".to_owned());
    let goal = problem.precision.bits() * 11 / 16;
    let at = |point: &[Interval]| gradient(&posed, &layout, point);
    let slope = |point: &[Interval]| hessian(&posed, &layout, point);
    let centre = polish(&start, units, goal, None, at, slope).ok_or_else(undecided)?;
    let centre: Vec<Float> = centre.iter().map(|x| x.lower().clone()).collect();
    let enclosure = exists_near(&posed, &layout, &centre, &radii(&centre, units)).ok_or_else(undecided)?;
    let (kind, least_pivot) = kind_of(&enclosure.jacobian)
        .ok_or_else(|| Failure::Undecided("a pivot of the Hessian at a stationary point".to_owned()))?;
    let mixture = layout.mixture(&enclosure.zero);
    Ok(Proof {
        point: enclosure.zero,
        mixture,
        kind,
        radius: enclosure.radius,
        least_pivot,
        inverse: enclosure.inverse,
    })
}

/// `2^(-bits/2)` units, at most [`LARGEST_RADIUS`].
fn radii(centre: &[Float], units: &[f64]) -> Vec<Float> {
    let largest = Float::with_val(64, LARGEST_RADIUS);
    let radius = |(centre, unit): (&Float, &f64)| {
        let radius = Float::with_val(64, *unit) >> (centre.prec() / 2);
        if radius < largest { radius } else { largest.clone() }
    };
    centre.iter().zip(units).map(radius).collect()
}

/// Tests whether the box of these half widths about a point holds exactly one stationary point.
#[must_use]
pub fn exists_near(posed: &Posed<Interval>, layout: &Layout, centre: &[Float], radii: &[Float]) -> Option<Enclosure> {
    let at = |point: &[Interval]| gradient(posed, layout, point);
    krawczyk(centre, radii, at, |point| hessian(posed, layout, point))
}

/// What a stationary point with this Hessian is, and a lower bound of the magnitudes of its pivots; nothing where that cannot
/// be told, or where it is a minimum.
#[must_use]
pub fn kind_of(hessian: &Matrix) -> Option<(StationaryKind, Float)> {
    let signature = signature(hessian)?;
    let kind = match (signature.positive, signature.negative) {
        (0, _) => StationaryKind::Maximum,
        (_, 0) => return None,
        _ => StationaryKind::Saddle,
    };
    let magnitudes = signature.pivots.iter().map(Interval::least_magnitude);
    Some((kind, magnitudes.reduce(|least, pivot| if pivot < least { pivot } else { least })?))
}
