//! Small symmetric positive definite matrices, by Gauss-Jordan elimination.

use suite::format::Rows;

/// The inverse, the log determinant and the condition of a matrix.
#[derive(Clone, Debug)]
pub struct Inverse {
    /// `Σ⁻¹`.
    pub inverse: Vec<Vec<f64>>,
    /// `log |Σ|`.
    pub log_determinant: f64,
    /// `|Σ|_F |Σ⁻¹|_F`, at least the condition in the 2-norm.
    pub condition: f64,
}

impl Inverse {
    /// Of a positive definite matrix; all infinite where elimination meets a pivot that is not positive.
    pub fn of(rows: &Rows) -> Self {
        let size = rows.len();
        let mut left: Vec<Vec<f64>> = rows.iter().map(|row| row.iter().map(|x| x.0).collect()).collect();
        let norm = frobenius(&left);
        let mut inverse: Vec<Vec<f64>> = (0..size).map(|i| (0..size).map(|j| f64::from(i == j)).collect()).collect();
        let mut log_determinant = 0.0;
        for pivot in 0..size {
            let head = left[pivot][pivot];
            log_determinant += if head > 0.0 { head.ln() } else { f64::INFINITY };
            for row in (0..size).filter(|row| *row != pivot) {
                let factor = left[row][pivot] / head;
                for column in 0..size {
                    left[row][column] -= factor * left[pivot][column];
                    inverse[row][column] -= factor * inverse[pivot][column];
                }
            }
            for column in 0..size {
                left[pivot][column] /= head;
                inverse[pivot][column] /= head;
            }
        }
        let condition = if log_determinant.is_finite() { norm * frobenius(&inverse) } else { f64::INFINITY };
        Self { inverse, log_determinant, condition }
    }

    /// `Σ⁻¹ v`.
    pub fn times(&self, v: &[f64]) -> Vec<f64> {
        self.inverse.iter().map(|row| row.iter().zip(v).map(|(a, b)| a * b).sum()).collect()
    }

    /// `vᵀ Σ⁻¹ v`.
    pub fn distance(&self, v: &[f64]) -> f64 {
        self.times(v).iter().zip(v).map(|(a, b)| a * b).sum::<f64>().abs()
    }
}

fn frobenius(rows: &[Vec<f64>]) -> f64 {
    rows.iter().flatten().map(|x| x * x).sum::<f64>().sqrt()
}
