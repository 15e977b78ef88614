//! The Cholesky factor of a covariance, `Σ = L Lᵀ`, and what is computed from it.
//!
//! The matrix is first scaled to a diagonal of about 1 by powers of two (exact), then factored in double-double arithmetic. So a
//! matrix that is positive definite is found to be so down to condition numbers of 1e28, a singular one is found singular, and
//! variances of 1e±300 neither over- nor underflow. The cost, `K D³/3` operations of about 20 flops, does not depend on N.
//!
//! Nothing is ever inverted: Mahalanobis distances are `|L⁻¹ d|²` by forward substitution. Substitution in binary64 loses the
//! square root of the condition number; a factor that [is ill-conditioned](Cholesky::is_ill_conditioned) is substituted in
//! double-double as well.

use faer::{Mat, MatMut, MatRef, Par, linalg::triangular_solve::solve_lower_triangular_in_place};

use super::{double_double::DoubleDouble, sum::sum};

/// Below `D²` times this a pivot, relative to its diagonal entry, is the zero of an exactly singular matrix: what double-double
/// elimination can leave of one, 8 units of 2⁻¹⁰⁶ a step.
const EXACT_ZERO: f64 = 1e-31;

/// The same where the entries themselves are double-double sums over observations.
const SUMMED_ZERO: f64 = 1e-27;

/// Below this a smallest pivot, relative to its diagonal entry, costs binary64 more than about two digits.
const ILL_CONDITIONED: f64 = 1e-2;

/// The lower triangular `L` of `Σ = L Lᵀ`, `D x D`.
#[derive(Clone, Debug)]
pub struct Cholesky {
    /// `L`, rounded.
    lower: Mat<f64>,
    /// `diag(scale)⁻¹ L`.
    scaled: Vec<Vec<DoubleDouble>>,
    scale: Vec<f64>,
    log_determinant: f64,
    smallest_pivot: f64,
}

impl Cholesky {
    /// Factors a matrix whose entries are exact. `None` if it is not positive definite.
    #[must_use]
    pub fn of_given(matrix: MatRef<'_, f64>) -> Option<Self> {
        Self::factor(
            matrix.nrows(),
            |i, j| DoubleDouble::from(matrix[(i, j)]),
            EXACT_ZERO * (matrix.nrows() * matrix.nrows()) as f64,
        )
    }

    /// Factors a matrix whose entries were rounded, each by a few ulp: a pivot that rounding could have made is a zero.
    /// `None` if the matrix is not positive definite to working precision.
    #[must_use]
    pub fn of_rounded(dimension: usize, entry: impl Fn(usize, usize) -> DoubleDouble) -> Option<Self> {
        Self::factor(dimension, entry, 2.0 * f64::EPSILON * dimension as f64)
    }

    /// Factors a matrix whose entries are double-double numbers. `None` if it is not positive definite.
    #[must_use]
    pub fn of_precise(dimension: usize, entry: impl Fn(usize, usize) -> DoubleDouble) -> Option<Self> {
        Self::factor(dimension, entry, SUMMED_ZERO)
    }

    fn factor(dimension: usize, entry: impl Fn(usize, usize) -> DoubleDouble, zero: f64) -> Option<Self> {
        let scale = (0..dimension).map(|d| power_of_two_root(entry(d, d).high)).collect::<Option<Vec<f64>>>()?;
        let scaled_entry = |i: usize, j: usize| entry(i, j).over_power_of_two(scale[i]).over_power_of_two(scale[j]);
        let mut scaled = vec![vec![DoubleDouble::default(); dimension]; dimension];
        let mut smallest_pivot = f64::INFINITY;
        for j in 0..dimension {
            let pivot = reduced(&scaled, j, j, scaled_entry(j, j));
            let relative = pivot.high / scaled_entry(j, j).high;
            // A NaN must not pass for a positive pivot.
            if relative.partial_cmp(&zero) != Some(std::cmp::Ordering::Greater) {
                return None;
            }
            smallest_pivot = smallest_pivot.min(relative);
            scaled[j][j] = pivot.sqrt();
            for i in j + 1..dimension {
                scaled[i][j] = reduced(&scaled, i, j, scaled_entry(i, j)) / scaled[j][j];
            }
        }
        let lower = Mat::from_fn(dimension, dimension, |i, j| scaled[i][j].high * scale[i]);
        let log_determinant = 2.0 * sum((0..dimension).map(|d| lower[(d, d)].ln()));
        Some(Self { lower, scaled, scale, log_determinant, smallest_pivot })
    }

    /// `L`, rounded, `D x D`.
    #[must_use]
    pub fn lower(&self) -> MatRef<'_, f64> {
        self.lower.as_ref()
    }

    /// `L/√c`, the factor of `Σ/c`, rounded once, `D x D`.
    #[must_use]
    pub fn lower_over_root(&self, c: f64) -> Mat<f64> {
        let root = DoubleDouble::from(c).sqrt();
        let entry = |i: usize, j: usize| if j > i { 0.0 } else { (self.scaled[i][j] / root).high * self.scale[i] };
        Mat::from_fn(self.scale.len(), self.scale.len(), entry)
    }

    /// The entry `(i, j)` of `Σ = L Lᵀ`.
    #[must_use]
    pub fn entry(&self, i: usize, j: usize) -> f64 {
        let terms = (0..=i.min(j)).map(|m| self.scaled[i][m] * self.scaled[j][m]);
        terms.fold(DoubleDouble::default(), |total, term| total + term).high * self.scale[i] * self.scale[j]
    }

    /// `log |Σ|`.
    #[must_use]
    pub fn log_determinant(&self) -> f64 {
        self.log_determinant
    }

    /// `log |Σ| - log |Σ'|`, without the cancellation of the two when both are far from 0.
    #[must_use]
    pub fn log_determinant_ratio(&self, other: &Self) -> f64 {
        let diagonal = |factor: &Self, d: usize| factor.lower[(d, d)];
        2.0 * sum((0..self.scale.len()).map(|d| log_ratio(diagonal(self, d), diagonal(other, d))))
    }

    /// [`log_determinant_ratio`](Self::log_determinant_ratio) from double-double pivots: of two matrices that all but agree it keeps its
    /// digits, for it can be multiplied by a large number.
    #[must_use]
    pub fn precise_log_determinant_ratio(&self, other: &Self) -> f64 {
        let term = |d: usize| {
            let ratio = self.scaled[d][d] / other.scaled[d][d];
            let power = self.scale[d] / other.scale[d];
            if !(power.is_finite() && power >= f64::MIN_POSITIVE) {
                return ratio.high.ln() + (self.scale[d].ln() - other.scale[d].ln());
            }
            let ratio = ratio * DoubleDouble::from(power);
            let excess = ratio - DoubleDouble::from(1.0);
            if excess.high.abs() < 0.5 { excess.high.ln_1p() } else { ratio.high.ln() }
        };
        2.0 * sum((0..self.scale.len()).map(term))
    }

    /// Whether binary64 arithmetic with this matrix would lose more than about two digits.
    #[must_use]
    pub fn is_ill_conditioned(&self) -> bool {
        self.smallest_pivot < ILL_CONDITIONED
    }

    /// Replaces each column `d` of `columns` (`D x B`) by `L⁻¹ d`, in binary64.
    pub fn whiten(&self, columns: MatMut<'_, f64>) {
        solve_lower_triangular_in_place(self.lower.as_ref(), columns, Par::Seq);
    }

    /// Replaces `d` by `L⁻¹ d`, in double-double.
    pub fn whiten_precisely(&self, d: &mut [DoubleDouble]) {
        for i in 0..d.len() {
            let rest = (0..i).fold(d[i].over_power_of_two(self.scale[i]), |rest, j| rest - self.scaled[i][j] * d[j]);
            d[i] = rest / self.scaled[i][i];
        }
    }

    /// `dᵀ Σ⁻¹ d` of one vector.
    #[must_use]
    pub fn mahalanobis(&self, difference: &[DoubleDouble]) -> DoubleDouble {
        let mut whitened = difference.to_vec();
        self.whiten_precisely(&mut whitened);
        squares(&whitened)
    }

    /// `tr(Ψ Σ⁻¹) = |L⁻¹ M|²` for `Ψ = M Mᵀ`: a sum of squares, without cancellation.
    #[must_use]
    pub fn trace_of_ratio(&self, psi: &Self) -> f64 {
        sum(self.whitened_factor(psi).iter().map(|column| squares(column).high))
    }

    /// The columns of `L⁻¹ M`, lower triangular, for `Ψ = M Mᵀ`.
    #[must_use]
    pub fn whitened_factor(&self, psi: &Self) -> Vec<Vec<DoubleDouble>> {
        let whitened = |j: usize| {
            let entry = |i: usize| psi.scaled[i][j] * DoubleDouble::from(psi.scale[i]);
            let mut column: Vec<DoubleDouble> = (0..self.scale.len()).map(entry).collect();
            self.whiten_precisely(&mut column);
            column
        };
        (0..self.scale.len()).map(whitened).collect()
    }
}

/// `|z|²`.
fn squares(z: &[DoubleDouble]) -> DoubleDouble {
    z.iter().fold(DoubleDouble::default(), |total, &z| total + z * z)
}

/// `log(a/b)` of two positive numbers, also where the ratio over- or underflows.
#[must_use]
pub fn log_ratio(a: f64, b: f64) -> f64 {
    let ratio = a / b;
    if ratio.is_finite() && ratio >= f64::MIN_POSITIVE { ratio.ln() } else { a.ln() - b.ln() }
}

/// The power of two nearest to `sqrt(a)`; `None` unless `a` is positive and finite.
fn power_of_two_root(a: f64) -> Option<f64> {
    let positive = a > 0.0 && a.is_finite();
    positive.then(|| 2.0_f64.powi((0.5 * a.log2()).round() as i32))
}

/// `a_ij - Σ_{m<j} l_im l_jm`.
fn reduced(factor: &[Vec<DoubleDouble>], i: usize, j: usize, entry: DoubleDouble) -> DoubleDouble {
    (0..j).fold(entry, |rest, m| rest - factor[i][m] * factor[j][m])
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
    fn a_matrix_of_determinant_one_is_definite_however_large_its_entries() {
        // Consecutive Fibonacci numbers: f_n f_{n+2} - f_{n+1}² = 1.
        let (a, b) = (308_061_521_170_129.0, 498_454_011_879_264.0);
        assert!(Cholesky::of_given(matrix(&[&[a, b], &[b, a + b]]).as_ref()).is_some());
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
        assert!((sigma.mahalanobis(&[1.0, 2.0].map(DoubleDouble::from)).high - 2.0).abs() < 1e-15);
        let psi = Cholesky::of_given(matrix(&[&[4.0, 0.0], &[0.0, 9.0]]).as_ref()).unwrap();
        assert!((sigma.trace_of_ratio(&psi) - 26.0 / 3.0).abs() < 1e-14);
    }

    #[test]
    fn a_ratio_of_determinants_beyond_binary64_has_its_logarithm() {
        let of = |entry: f64| Cholesky::of_given(matrix(&[&[entry]]).as_ref()).unwrap();
        let expected = 1e308_f64.ln() - 1e-320_f64.ln();
        assert!((of(1e308).precise_log_determinant_ratio(&of(1e-320)) / expected - 1.0).abs() < 1e-15);
        assert!((of(1e-320).precise_log_determinant_ratio(&of(1e308)) / expected + 1.0).abs() < 1e-15);
    }
}
