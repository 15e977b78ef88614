//! The Cholesky factor of a covariance, `Σ = L Lᵀ`, and what is computed from it.
//!
//! The matrix is first scaled to a diagonal of about 1 by powers of two (exact), then factored in double-double arithmetic and
//! rounded once. So a matrix that is positive definite is found to be so down to condition numbers of 1e28, a singular one is
//! found singular, and variances of 1e±300 neither over- nor underflow. The cost, `K D³/3` operations of about 20 flops, does not
//! depend on N. Nothing is ever inverted: Mahalanobis distances are `|L⁻¹ d|²` by a triangular solve.

use faer::{Mat, MatMut, MatRef, Par, linalg::triangular_solve::solve_lower_triangular_in_place};

use super::{double_double::DoubleDouble, sum::sum};

/// Below this a pivot, relative to its diagonal entry, is the zero of a singular matrix given exactly.
const GIVEN_ZERO: f64 = 1e-28;

/// The lower triangular `L` of `Σ = L Lᵀ`, `D x D`.
#[derive(Clone, Debug)]
pub struct Cholesky {
    lower: Mat<f64>,
    log_determinant: f64,
}

impl Cholesky {
    /// Factors a matrix whose entries are exact. `None` if it is not positive definite.
    #[must_use]
    pub fn of_given(matrix: MatRef<'_, f64>) -> Option<Self> {
        Self::factor(matrix, GIVEN_ZERO)
    }

    /// Factors a matrix whose entries were rounded, each by a few ulp: a pivot that rounding could have made is a zero.
    /// `None` if the matrix is not positive definite to working precision.
    #[must_use]
    pub fn of_computed(matrix: MatRef<'_, f64>) -> Option<Self> {
        Self::factor(matrix, 2.0 * f64::EPSILON * matrix.nrows() as f64)
    }

    fn factor(matrix: MatRef<'_, f64>, zero: f64) -> Option<Self> {
        let dimension = matrix.nrows();
        let scale = (0..dimension).map(|d| power_of_two_root(matrix[(d, d)])).collect::<Option<Vec<f64>>>()?;
        let scaled = |i: usize, j: usize| matrix[(i, j)] / scale[i] / scale[j];
        let mut factor = vec![vec![DoubleDouble::default(); dimension]; dimension];
        for j in 0..dimension {
            let pivot = reduced(&factor, j, j, scaled(j, j));
            // A NaN must not pass for a positive pivot.
            if pivot.high.partial_cmp(&(zero * scaled(j, j))) != Some(std::cmp::Ordering::Greater) {
                return None;
            }
            factor[j][j] = pivot.sqrt();
            for i in j + 1..dimension {
                factor[i][j] = reduced(&factor, i, j, scaled(i, j)) / factor[j][j];
            }
        }
        let lower = Mat::from_fn(dimension, dimension, |i, j| factor[i][j].high * scale[i]);
        let log_determinant = 2.0 * sum((0..dimension).map(|d| lower[(d, d)].ln()));
        Some(Self { lower, log_determinant })
    }

    /// `log |Σ|`.
    #[must_use]
    pub fn log_determinant(&self) -> f64 {
        self.log_determinant
    }

    /// `L`, `D x D`.
    #[must_use]
    pub fn lower(&self) -> MatRef<'_, f64> {
        self.lower.as_ref()
    }

    /// Replaces each column `d` of `columns` (`D x B`) by `L⁻¹ d`.
    pub fn whiten(&self, columns: MatMut<'_, f64>) {
        solve_lower_triangular_in_place(self.lower.as_ref(), columns, Par::Seq);
    }

    /// `dᵀ Σ⁻¹ d` of one vector.
    #[must_use]
    pub fn mahalanobis(&self, difference: &[f64]) -> f64 {
        let mut column = Mat::from_fn(difference.len(), 1, |i, _| difference[i]);
        self.whiten(column.as_mut());
        sum(column.col(0).iter().map(|z| z * z))
    }

    /// `tr(Ψ Σ⁻¹) = |L⁻¹ M|²` for `Ψ = M Mᵀ`: a sum of squares, without cancellation.
    #[must_use]
    pub fn trace_of_ratio(&self, psi: &Self) -> f64 {
        let mut whitened = psi.lower.clone();
        self.whiten(whitened.as_mut());
        sum(whitened.col_iter().flat_map(|column| column.iter().map(|z| z * z)))
    }
}

/// The power of two nearest to `sqrt(a)`; `None` unless `a` is positive and finite.
fn power_of_two_root(a: f64) -> Option<f64> {
    let positive = a > 0.0 && a.is_finite();
    positive.then(|| 2.0_f64.powi((0.5 * a.log2()).round() as i32))
}

/// `a_ij - Σ_{m<j} l_im l_jm`.
fn reduced(factor: &[Vec<DoubleDouble>], i: usize, j: usize, entry: f64) -> DoubleDouble {
    (0..j).fold(DoubleDouble::from(entry), |rest, m| rest - factor[i][m] * factor[j][m])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matrix(rows: &[&[f64]]) -> Mat<f64> {
        Mat::from_fn(rows.len(), rows.len(), |i, j| rows[i][j])
    }

    #[test]
    fn exactly_singular_and_indefinite_matrices_are_refused() {
        for rows in [
            &[[1.0, 1.0].as_slice(), &[1.0, 1.0]] as &[&[f64]],
            &[&[0.1, 0.2], &[0.2, 0.4]],
            &[&[2.0, 1.0, 3.0], &[1.0, 2.0, 3.0], &[3.0, 3.0, 6.0]],
            &[&[1.0, 2.0], &[2.0, 1.0]],
            &[&[0.0]],
            &[&[-1.0]],
            &[&[f64::NAN]],
        ] {
            assert!(Cholesky::of_given(matrix(rows).as_ref()).is_none(), "{rows:?}");
        }
    }

    #[test]
    fn a_nearly_singular_matrix_keeps_its_digits() {
        let correlation = 1.0 - f64::EPSILON;
        let cholesky = Cholesky::of_given(matrix(&[&[1.0, correlation], &[correlation, 1.0]]).as_ref()).unwrap();
        // 1 - (1 - ε)² = 2ε - ε²
        let expected = (2.0 * f64::EPSILON).ln();
        assert!((cholesky.log_determinant() - expected).abs() < 1e-14);
    }

    #[test]
    fn extreme_scales_neither_overflow_nor_underflow() {
        for scale in [1e300, 1e-300] {
            let cholesky = Cholesky::of_given(matrix(&[&[scale, 0.5 * scale], &[0.5 * scale, scale]]).as_ref());
            let expected = 2.0 * scale.ln() + 0.75_f64.ln();
            assert!((cholesky.unwrap().log_determinant() / expected - 1.0).abs() < 1e-15);
        }
    }

    #[test]
    fn distances_and_traces_agree_with_the_closed_form() {
        let sigma = Cholesky::of_given(matrix(&[&[2.0, 1.0], &[1.0, 2.0]]).as_ref()).unwrap();
        // Σ⁻¹ = [[2, -1], [-1, 2]] / 3
        assert!((sigma.mahalanobis(&[1.0, 2.0]) - 2.0).abs() < 1e-15);
        let psi = Cholesky::of_given(matrix(&[&[4.0, 0.0], &[0.0, 9.0]]).as_ref()).unwrap();
        assert!((sigma.trace_of_ratio(&psi) - 26.0 / 3.0).abs() < 1e-14);
    }
}
