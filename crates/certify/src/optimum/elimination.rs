//! Inverses of square matrices, and Cholesky factors of positive definite ones.
//!
//! `A⁻¹` by Gauss-Jordan elimination with the largest entry of each column as its pivot; `A = L Lᵀ` with `L` lower triangular.
//! A matrix that is singular, or not positive definite, leaves numbers that are not finite, which the caller has to look for;
//! in intervals nothing is known of them then.
//! Source: G. Golub and C. Van Loan, *Matrix Computations*, 3.4 and 4.2.

use super::real::Real;

/// A matrix by rows.
pub type Rows<R> = Vec<Vec<R>>;

/// `A⁻¹`.
pub fn inverse<R: Real>(matrix: &Rows<R>) -> Rows<R> {
    let size = matrix.len();
    let mut left = matrix.clone();
    let unit = |row: usize, column: usize| matrix[0][0].constant(f64::from(u8::from(row == column)));
    let mut right: Rows<R> = (0..size).map(|row| (0..size).map(|column| unit(row, column)).collect()).collect();
    for pivot in 0..size {
        let better = |best: usize, row: usize| if left[row][pivot].outweighs(&left[best][pivot]) { row } else { best };
        let best = (pivot..size).fold(pivot, better);
        left.swap(pivot, best);
        right.swap(pivot, best);
        let divisor = left[pivot][pivot].clone();
        left[pivot].iter_mut().chain(&mut right[pivot]).for_each(|entry| *entry = entry.over(&divisor));
        let (left_pivot, right_pivot) = (left[pivot].clone(), right[pivot].clone());
        for row in (0..size).filter(|&row| row != pivot) {
            let factor = left[row][pivot].negated();
            if !factor.vanishes() {
                left[row].iter_mut().zip(&left_pivot).skip(pivot).for_each(|(entry, by)| entry.accumulate(&factor, by));
                right[row].iter_mut().zip(&right_pivot).for_each(|(entry, by)| entry.accumulate(&factor, by));
            }
        }
    }
    right
}

/// `L` of `A = L Lᵀ`, zeros above the diagonal.
pub fn cholesky<R: Real>(matrix: &Rows<R>) -> Rows<R> {
    let size = matrix.len();
    let mut factor: Rows<R> = vec![vec![matrix[0][0].constant(0.0); size]; size];
    for i in 0..size {
        for j in 0..=i {
            let mut rest = matrix[i][j].clone();
            for m in 0..j {
                rest.accumulate(&factor[i][m].negated(), &factor[j][m]);
            }
            factor[i][j] = if i == j { rest.root() } else { rest.over(&factor[j][j]) };
        }
    }
    factor
}

/// `(L Lᵀ)⁻¹` of a lower triangular `L` with a positive diagonal, both triangles alike.
pub fn inverse_of_square<R: Real>(factor: &Rows<R>) -> Rows<R> {
    let size = factor.len();
    let zero = factor[0][0].constant(0.0);
    let mut inverse = vec![vec![zero.clone(); size]; size];
    for j in 0..size {
        for i in j..size {
            let mut rest = zero.constant(f64::from(u8::from(i == j)));
            for m in j..i {
                rest.accumulate(&factor[i][m].negated(), &inverse[m][j]);
            }
            inverse[i][j] = rest.over(&factor[i][i]);
        }
    }
    let mut product = vec![vec![zero.clone(); size]; size];
    for i in 0..size {
        for j in i..size {
            let mut entry = zero.clone();
            for m in j..size {
                entry.accumulate(&inverse[m][i], &inverse[m][j]);
            }
            product[j][i] = entry.clone();
            product[i][j] = entry;
        }
    }
    product
}

/// `A x`.
pub fn apply<R: Real>(matrix: &Rows<R>, x: &[R]) -> Vec<R> {
    let row = |row: &Vec<R>| {
        let mut total = x[0].constant(0.0);
        row.iter().zip(x).for_each(|(a, x)| total.accumulate(a, x));
        total
    };
    matrix.iter().map(row).collect()
}
