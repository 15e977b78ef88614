//! Small matrices: triangular solves and eigenvalues.

use super::model::{Matrix, Row};

/// The Cholesky factor `L` of `A = L Lᵀ`, from the lower triangle; `None` where a pivot is of the size of rounding, the zero of a
/// singular matrix.
#[must_use]
pub fn cholesky(a: &Matrix) -> Option<Matrix> {
    let d = a.len();
    let mut l = vec![vec![0.0; d]; d];
    for j in 0..d {
        let pivot = a[j][j] - (0..j).map(|k| l[j][k] * l[j][k]).sum::<f64>();
        // A NaN is no pivot either.
        if !(pivot > 4.0 * d as f64 * f64::EPSILON * a[j][j] && pivot.is_finite()) {
            return None;
        }
        l[j][j] = pivot.sqrt();
        for i in j + 1..d {
            l[i][j] = (a[i][j] - (0..j).map(|k| l[i][k] * l[j][k]).sum::<f64>()) / l[j][j];
        }
    }
    Some(l)
}

/// `L⁻¹ y`.
#[must_use]
pub fn solve(l: &Matrix, y: &[f64]) -> Row {
    let mut z: Row = Vec::with_capacity(y.len());
    for (i, y) in y.iter().enumerate() {
        let known: f64 = (0..i).map(|k| l[i][k] * z[k]).sum();
        z.push((y - known) / l[i][i]);
    }
    z
}

/// `L⁻¹ A L⁻ᵀ` for a symmetric `A`.
#[must_use]
pub fn solve_both_sides(l: &Matrix, a: &Matrix) -> Matrix {
    let half = transposed(&a.iter().map(|row| solve(l, row)).collect());
    half.iter().map(|row| solve(l, row)).collect()
}

/// `Aᵀ`.
#[must_use]
pub fn transposed(a: &Matrix) -> Matrix {
    (0..a[0].len()).map(|j| a.iter().map(|row| row[j]).collect()).collect()
}

/// `log |L Lᵀ|`.
#[must_use]
pub fn log_determinant(l: &Matrix) -> f64 {
    2.0 * (0..l.len()).map(|i| libm::log(l[i][i])).sum::<f64>()
}

/// `|L⁻¹ y|²`.
#[must_use]
pub fn squared_norm(l: &Matrix, y: &[f64]) -> f64 {
    solve(l, y).iter().map(|z| z * z).sum()
}

/// `x - y`.
#[must_use]
pub fn difference(x: &[f64], y: &[f64]) -> Row {
    x.iter().zip(y).map(|(x, y)| x - y).collect()
}

/// The eigenvalues of a symmetric matrix, by Jacobi's rotations.
#[must_use]
pub fn eigenvalues(a: &Matrix) -> Row {
    const SWEEPS: usize = 30;
    let (mut a, d) = (a.clone(), a.len());
    for _ in 0..SWEEPS {
        for p in 0..d {
            for q in p + 1..d {
                rotate(&mut a, p, q);
            }
        }
    }
    (0..d).map(|i| a[i][i]).collect()
}

/// The rotation that makes `a_pq` vanish.
fn rotate(a: &mut Matrix, p: usize, q: usize) {
    if a[p][q] == 0.0 {
        return;
    }
    let theta = (a[q][q] - a[p][p]) / (2.0 * a[p][q]);
    let t = theta.signum() / (theta.abs() + (theta * theta + 1.0).sqrt());
    let c = 1.0 / (t * t + 1.0).sqrt();
    let s = t * c;
    for i in 0..a.len() {
        (a[i][p], a[i][q]) = (c * a[i][p] - s * a[i][q], s * a[i][p] + c * a[i][q]);
    }
    for j in 0..a.len() {
        (a[p][j], a[q][j]) = (c * a[p][j] - s * a[q][j], s * a[p][j] + c * a[q][j]);
    }
}
