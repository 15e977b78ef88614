//! The normal `q` at which `kl(q ‖ p)` to a mixture of two normals is least nearby: a mode is sought, and proved to be one.
//!
//! In mean `m` and variance `v`, `F = -log(2πe v)/2 - ∫ q log p`, and with the Hermite moments `H_j = ∫ q He_j log p`
//! `F_m = -H_1/s`, `F_v = -(1 + H_2)/2v`, `F_mm = -H_2/v`, `F_mv = -H_3/2s³`, `F_vv = (2 - H_4)/4v²`, `s² = v`.
//!
//! Newton's method finds a candidate, [`krawczyk`](crate::optimum::krawczyk()) proves that a box about it holds exactly one stationary point,
//! and a positive definite `∇²F` over the box makes it a minimum. The other divergence needs none of this: `kl(p ‖ q)` is least
//! at the mean and the variance of `p`.
//!
//! Source: R. E. Moore, R. B. Kearfott, M. J. Cloud, *Introduction to Interval Analysis*, 2009, 8.2; Bishop, *Pattern Recognition and
//! Machine Learning*, 10.1.2.

use rug::Float;

use crate::{
    failure::Failure,
    interval::Interval,
    optimum,
    precision::Precision,
    quadrature::{Normal, TwoBumps, hermite_moments},
};

/// Steps of Newton's method before a start is given up.
const MOST_STEPS: usize = 40;

/// A step below `2⁻ᵉ` is the last.
const LAST_STEP: u32 = 140;

/// The box reaches `2⁻ᵉ` to every side.
const BOX: u32 = 120;

type Pair = [Interval; 2];
type Square = [Pair; 2];

/// `∇F` and `∇²F`.
fn derivatives(p: &TwoBumps, [mean, variance]: &Pair, precision: Precision) -> (Pair, Square) {
    let normal = Normal { mean: mean.clone(), variance: variance.clone() };
    let [_, h1, h2, h3, h4] = hermite_moments(&normal, p, precision);
    let (s, one) = (variance.sqrt(), precision.integer(1));
    let gradient = [-(h1 / &s), -((one + &h2) / variance).half()];
    let mixed = -(h3 / (&s * variance)).half();
    let of_variance = ((precision.integer(2) - h4) / variance.square()).half().half();
    (gradient, [[-(h2 / variance), mixed.clone()], [mixed, of_variance]])
}

fn times(matrix: &Square, x: &Pair) -> Pair {
    [0, 1].map(|i| &matrix[i][0] * &x[0] + &matrix[i][1] * &x[1])
}

fn determinant(matrix: &Square) -> Interval {
    &matrix[0][0] * &matrix[1][1] - &matrix[0][1] * &matrix[1][0]
}

/// Points near the inverse.
fn approximate_inverse([[a, b], [c, d]]: &Square) -> Square {
    let determinant = determinant(&[[a.clone(), b.clone()], [c.clone(), d.clone()]]);
    let entry = |x: Interval| middle(&(x / &determinant));
    [[entry(d.clone()), entry(-b)], [entry(-c), entry(a.clone())]]
}

fn middle(x: &Interval) -> Interval {
    Interval::point(Float::with_val(x.bits(), x.middle()))
}

/// The mean and the variance of the minimum to which Newton's method leads from a start, enclosed.
///
/// # Errors
/// [`Failure::Undecided`] when it leads nowhere, or existence or curvature cannot be proved at this precision.
pub fn reverse_fit(p: &TwoBumps, start: [f64; 2], precision: Precision) -> Result<Normal, Failure> {
    let candidate = newton(p, start.map(|x| precision.double(x)), precision)?;
    let [mean, variance] = krawczyk(p, &candidate, precision)?;
    Ok(Normal { mean, variance })
}

/// A point near a stationary one.
fn newton(p: &TwoBumps, start: Pair, precision: Precision) -> Result<Pair, Failure> {
    let mut x = start;
    for _ in 0..MOST_STEPS {
        let (gradient, hessian) = derivatives(p, &x, precision);
        let step = times(&approximate_inverse(&hessian), &gradient);
        x = [0, 1].map(|i| middle(&(&x[i] - &step[i])));
        if !x[1].certainly_positive() || !x[0].is_bounded() {
            break;
        }
        if step.iter().all(|step| step.magnitude() < Float::with_val(64, 1) >> LAST_STEP) {
            return Ok(x);
        }
    }
    Err(Failure::Undecided("the gradient that Newton's method leads to".to_owned()))
}

/// An enclosure of the one minimum in the box about a candidate.
///
/// # Errors
/// [`Failure::Undecided`] when the box is not proved to hold one.
pub fn krawczyk(p: &TwoBumps, candidate: &Pair, precision: Precision) -> Result<Pair, Failure> {
    let centre = [0, 1].map(|i: usize| Float::with_val(precision.bits(), candidate[i].middle()));
    let reach = [0, 1].map(|_| Float::with_val(64, 1) >> BOX);
    let pair = |point: &[Interval]| [point[0].clone(), point[1].clone()];
    let gradient = |point: &[Interval]| derivatives(p, &pair(point), precision).0.to_vec();
    let hessian = |point: &[Interval]| derivatives(p, &pair(point), precision).1.map(|row| row.to_vec()).to_vec();
    let proved = optimum::krawczyk(&centre, &reach, gradient, hessian);
    let proved = proved.ok_or_else(|| Failure::Undecided("the gradient of kl(q ‖ p) in the box".to_owned()))?;
    let hessian = [0, 1].map(|i: usize| pair(&proved.jacobian[i]));
    if !hessian[0][0].certainly_positive() || !determinant(&hessian).certainly_positive() {
        return Err(Failure::Undecided("the curvature of kl(q ‖ p) in the box".to_owned()));
    }
    Ok(pair(&proved.zero))
}
