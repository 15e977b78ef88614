//! One field at a time: numbers, vectors, distributions and symmetric matrices, checked as the doubles that they are.

use suite::format::Number;

use crate::{
    failure::Rejection,
    interval::Interval,
    linear::{Matrix, Vector},
    precision::Precision,
    source::Source,
};

/// By how much the exact sum of a distribution may differ from 1.
const SIMPLEX_TOLERANCE: f64 = 1e-9;

/// Reads numbers through a source.
#[derive(Debug)]
pub struct Reader<'a> {
    source: &'a mut Source,
}

/// Refuses a list of the wrong length.
pub fn check_length(field: &str, found: usize, wanted: usize) -> Result<(), Rejection> {
    if found == wanted {
        return Ok(());
    }
    Err(Rejection::field(field, format!("{found} entries where there must be {wanted}")))
}

impl<'a> Reader<'a> {
    /// A reader of one source.
    pub fn new(source: &'a mut Source) -> Self {
        Self { source }
    }

    /// The working precision.
    #[must_use]
    pub fn precision(&self) -> Precision {
        self.source.precision()
    }

    /// A finite number.
    ///
    /// # Errors
    /// When it is not.
    pub fn finite(&mut self, field: &str, x: Number) -> Result<Interval, Rejection> {
        if !x.0.is_finite() {
            return Err(Rejection::field(field, format!("{x} is not a finite number")));
        }
        Ok(self.source.number(x.0))
    }

    /// A finite number that is not negative.
    ///
    /// # Errors
    /// When it is not.
    pub fn not_negative(&mut self, field: &str, x: Number) -> Result<Interval, Rejection> {
        if x.0 < 0.0 {
            return Err(Rejection::field(field, format!("{x} is negative")));
        }
        self.finite(field, x)
    }

    /// A finite number above a bound.
    ///
    /// # Errors
    /// When it is not.
    pub fn above(&mut self, field: &str, x: Number, bound: f64) -> Result<Interval, Rejection> {
        if x.0 <= bound {
            return Err(Rejection::field(field, format!("{x} is not above {bound}")));
        }
        self.finite(field, x)
    }

    /// A vector of a known length, each entry read by `read`.
    ///
    /// # Errors
    /// When the length or an entry is wrong.
    pub fn vector(
        &mut self,
        field: &str,
        xs: &[Number],
        length: usize,
        read: impl Fn(&mut Self, &str, Number) -> Result<Interval, Rejection>,
    ) -> Result<Vector, Rejection> {
        check_length(field, xs.len(), length)?;
        xs.iter().enumerate().map(|(index, &x)| read(self, &format!("{field}[{index}]"), x)).collect()
    }

    /// A vector of finite numbers.
    ///
    /// # Errors
    /// When the length or an entry is wrong.
    pub fn finite_vector(&mut self, field: &str, xs: &[Number], length: usize) -> Result<Vector, Rejection> {
        self.vector(field, xs, length, Self::finite)
    }

    /// A vector of positive numbers.
    ///
    /// # Errors
    /// When the length or an entry is wrong.
    pub fn positive_vector(&mut self, field: &str, xs: &[Number], length: usize) -> Result<Vector, Rejection> {
        self.vector(field, xs, length, |reader, field, x| reader.above(field, x, 0.0))
    }

    /// A distribution: not negative, its exact sum within 1e-9 of 1, and then normalised by that sum.
    ///
    /// # Errors
    /// When it is not.
    pub fn simplex(&mut self, field: &str, xs: &[Number], length: usize) -> Result<Vector, Rejection> {
        let values = self.vector(field, xs, length, Self::not_negative)?;
        let zero = self.precision().zero();
        let given = xs.iter().fold(zero.clone(), |sum, x| sum + self.precision().double(x.0));
        let excess = (given - self.precision().integer(1)).abs();
        if excess.certainly_exceeds(&self.precision().double(SIMPLEX_TOLERANCE)) {
            return Err(Rejection::field(field, format!("sums to 1 only within {:.3e}", excess.middle())));
        }
        let sum = values.iter().fold(zero, |sum, value| sum + value);
        Ok(values.iter().map(|value| value / &sum).collect())
    }

    /// A finite, exactly symmetric matrix; the two triangles are one input.
    ///
    /// # Errors
    /// When it is not.
    pub fn symmetric(&mut self, field: &str, rows: &[Vec<Number>], size: usize) -> Result<Matrix, Rejection> {
        check_length(field, rows.len(), size)?;
        let mut matrix = vec![self.precision().zeros(size); size];
        for (i, row) in rows.iter().enumerate() {
            check_length(&format!("{field}[{i}]"), row.len(), size)?;
        }
        for i in 0..size {
            for j in i..size {
                let entry = self.finite(&format!("{field}[{i}][{j}]"), rows[i][j])?;
                if rows[i][j].0 != rows[j][i].0 {
                    let message = format!("{} and {} are not symmetric", rows[i][j], rows[j][i]);
                    return Err(Rejection::field(format!("{field}[{j}][{i}]"), message));
                }
                matrix[j][i] = entry.clone();
                matrix[i][j] = entry;
            }
        }
        Ok(matrix)
    }
}
