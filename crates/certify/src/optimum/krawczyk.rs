//! The interval Newton test of Krawczyk: whether a box holds exactly one zero of a system `F: R^P → R^P`.
//!
//! With `m` the centre of a box `X`, `F'(X)` an enclosure of the Jacobian over it and `Y` any matrix (here about
//! `F'(m)⁻¹`), `K(X) = m - Y F(m) + (I - Y F'(X)) (X - m)` contains every zero of `F` in `X`; and if `K(X)` lies strictly
//! inside `X`, there is exactly one zero in `X`, and it lies in `K(X)`.
//! Source: R. Krawczyk, *Newton-Algorithmen zur Bestimmung von Nullstellen mit Fehlerschranken*, 1969; R. E. Moore, *A test for
//! existence of solutions to nonlinear systems*, 1977; A. Neumaier, *Interval Methods for Systems of Equations*, 5.1.

use rug::{Float, float::Round};

use super::elimination::{Rows, apply, inverse};
use crate::{
    interval::Interval,
    linear::{Matrix, Vector},
};

/// A proof that a box holds exactly one zero.
#[derive(Clone, Debug)]
pub struct Enclosure {
    /// Where the zero lies: `K(X)`.
    pub zero: Vector,
    /// `F'(X)` over the box that was tested, so at the zero, too.
    pub jacobian: Matrix,
    /// `Y`, about the inverse of the Jacobian.
    pub inverse: Matrix,
    /// The largest radius of the box.
    pub radius: Float,
}

/// Tests the box of these half widths about a centre; nothing where it proves nothing.
///
/// `at` encloses `F` at a point, `jacobian` encloses `F'` over a box.
pub fn krawczyk(
    centre: &[Float],
    radii: &[Float],
    at: impl Fn(&[Interval]) -> Vector,
    jacobian: impl Fn(&[Interval]) -> Matrix,
) -> Option<Enclosure> {
    let around = |(centre, radius): (&Float, &Float)| {
        let bits = centre.prec();
        let bound = |radius: &Float, round| Float::with_val_round(bits, centre + radius, round).0;
        Interval::new(bound(&Float::with_val(64, -radius), Round::Down), bound(radius, Round::Up))
    };
    let whole: Vector = centre.iter().zip(radii).map(around).collect();
    let points: Vector = centre.iter().cloned().map(Interval::point).collect();
    let jacobian = jacobian(&whole);
    let preconditioner = middles(&inverse(&middles(&jacobian)?))?;
    let offset: Vector = whole.iter().zip(&points).map(|(whole, centre)| whole - centre).collect();
    let spread = apply(&remainder(&preconditioner, &jacobian), &offset);
    let step = apply(&preconditioner, &at(&points));
    let image = |i: usize| &points[i] - &step[i] + &spread[i];
    let zero: Vector = (0..points.len()).map(image).collect();
    let inside = |image: &Interval, whole: &Interval| image.lower() > whole.lower() && image.upper() < whole.upper();
    let proved = zero.iter().zip(&whole).all(|(image, whole)| inside(image, whole));
    let larger = |a: Float, b: &Float| if *b > a { b.clone() } else { a };
    proved.then(|| Enclosure {
        zero,
        jacobian,
        inverse: preconditioner,
        radius: radii.iter().fold(Float::new(64), larger),
    })
}

/// The middles of a matrix as exact numbers; nothing where one is unbounded.
pub fn middles(matrix: &Matrix) -> Option<Matrix> {
    let bounded = matrix.iter().flatten().all(Interval::is_bounded);
    let bits = matrix.first().map_or(64, |row| row[0].bits());
    let middle = |x: &Interval| Interval::point(Float::with_val(bits, x.middle()));
    bounded.then(|| matrix.iter().map(|row| row.iter().map(middle).collect()).collect())
}

/// `I - Y A`.
fn remainder(left: &Rows<Interval>, right: &Rows<Interval>) -> Matrix {
    let bits = left[0][0].bits();
    let entry = |i: usize, j: usize| {
        let mut total = Interval::point(Float::with_val(bits, u32::from(i == j)));
        (0..right.len()).for_each(|m| total.add_product(&-&left[i][m], &right[m][j]));
        total
    };
    (0..left.len()).map(|i| (0..left.len()).map(|j| entry(i, j)).collect()).collect()
}
