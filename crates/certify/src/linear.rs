//! Symmetric positive definite matrices: inverse and determinant outright, by Gauss-Jordan elimination in intervals.
//!
//! A symmetric matrix is positive definite exactly when every pivot of the elimination without exchanges is positive; the
//! determinant is the product of the pivots. Pivots are decided, not estimated: certainly positive, certainly not, or not yet
//! known at this precision.

use rug::Float;

use crate::{
    failure::{Failure, Rejection},
    interval::Interval,
    precision::Precision,
};

/// A vector of enclosures.
pub type Vector = Vec<Interval>;

/// A matrix of enclosures by rows.
pub type Matrix = Vec<Vector>;

/// Which matrix or variance must be positive definite, for the messages.
#[derive(Clone, Copy, Debug)]
pub struct Subject {
    /// Its name.
    pub what: &'static str,
    /// The component it belongs to.
    pub component: Option<usize>,
    /// The iteration that reached it.
    pub iteration: Option<usize>,
}

impl Subject {
    fn refused(self) -> Failure {
        Rejection::NotPositiveDefinite { what: self.what, component: self.component, iteration: self.iteration }.into()
    }

    fn undecided(self) -> Failure {
        let component = self.component.map_or(String::new(), |component| format!(" of component {component}"));
        Failure::Undecided(format!("a pivot of the {}{component}", self.what))
    }
}

/// Accepts a pivot or variance that is certainly positive.
///
/// At the highest precision one that may be 0, and is no larger than that precision's noise beside `scale`, is 0.
///
/// # Errors
/// A rejection where it is not positive, [`Failure::Undecided`] where it cannot be told at this precision.
pub fn check_positive(value: &Interval, scale: &Float, precision: Precision, subject: Subject) -> Result<(), Failure> {
    if value.certainly_positive() {
        return Ok(());
    }
    if value.certainly_not_positive() {
        return Err(subject.refused());
    }
    let noise = scale.clone() >> (precision.bits() / 4);
    if precision.is_highest() && *value.upper() <= noise {
        return Err(subject.refused());
    }
    Err(subject.undecided())
}

/// Inverse and determinant.
#[derive(Clone, Debug)]
pub struct Inverse {
    /// `A⁻¹`.
    pub inverse: Matrix,
    /// `|A|`.
    pub determinant: Interval,
}

/// Inverts a symmetric positive definite matrix; `scale` is the magnitude of the numbers it was made of.
///
/// # Errors
/// Those of [`check_positive`], for every pivot.
pub fn invert(matrix: &Matrix, scale: &Float, precision: Precision, subject: Subject) -> Result<Inverse, Failure> {
    let size = matrix.len();
    let mut left = matrix.clone();
    let mut right = identity(size, precision);
    let mut determinant = precision.integer(1);
    for pivot in 0..size {
        check_positive(&left[pivot][pivot], scale, precision, subject)?;
        determinant = determinant * &left[pivot][pivot];
        let divisor = left[pivot][pivot].clone();
        for entry in left[pivot].iter_mut().skip(pivot).chain(right[pivot].iter_mut().take(pivot + 1)) {
            *entry = &*entry / &divisor;
        }
        for row in (0..size).filter(|&row| row != pivot) {
            eliminate(&mut left, &mut right, row, pivot);
        }
    }
    Ok(Inverse { inverse: right, determinant })
}

/// Subtracts from a row the multiple of the pivot row that makes its entry in the pivot's column 0.
fn eliminate(left: &mut Matrix, right: &mut Matrix, row: usize, pivot: usize) {
    let factor = -&left[row][pivot];
    if factor.is_exact_zero() {
        return;
    }
    let (left_pivot, right_pivot) = (left[pivot].clone(), right[pivot].clone());
    for column in pivot + 1..left_pivot.len() {
        left[row][column].add_product(&factor, &left_pivot[column]);
    }
    for column in 0..=pivot {
        right[row][column].add_product(&factor, &right_pivot[column]);
    }
}

fn identity(size: usize, precision: Precision) -> Matrix {
    (0..size).map(|row| (0..size).map(|column| precision.integer(usize::from(row == column))).collect()).collect()
}

/// The largest magnitude among some entries.
pub fn largest_magnitude<'a>(entries: impl IntoIterator<Item = &'a Interval>) -> Float {
    let larger = |a: Float, b: Float| if b > a { b } else { a };
    entries.into_iter().map(Interval::magnitude).fold(Float::new(64), larger)
}

/// `xᵀ A x` of a symmetric `A`, by its upper triangle.
#[must_use]
pub fn quadratic_form(matrix: &Matrix, x: &[Interval]) -> Interval {
    let zero = Float::new(matrix[0][0].bits());
    let mut total = Interval::point(zero.clone());
    for i in 0..x.len() {
        let mut off_diagonal = Interval::point(zero.clone());
        for j in i + 1..x.len() {
            off_diagonal.add_product(&matrix[i][j], &x[j]);
        }
        total.add_product(&matrix[i][i], &x[i].square());
        total.add_product(&(&off_diagonal + &off_diagonal), &x[i]);
    }
    total
}

/// The trace of the product of two symmetric matrices.
#[must_use]
pub fn trace_of_product(a: &Matrix, b: &Matrix) -> Interval {
    let mut total = Interval::point(Float::new(a[0][0].bits()));
    for (a_row, b_row) in a.iter().zip(b) {
        for (a_entry, b_entry) in a_row.iter().zip(b_row) {
            total.add_product(a_entry, b_entry);
        }
    }
    total
}
