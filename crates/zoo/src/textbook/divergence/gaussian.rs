//! Multivariate normals.

use suite::format::{Number, Rows};

use super::{
    super::{
        linear,
        model::{Matrix, Result, Row},
    },
    numbers, read_vector,
};
use crate::steps::Steps;

/// `N(m, S)`, with the Cholesky factor of `S`.
#[derive(Clone, Debug, PartialEq)]
pub struct Normal {
    /// `m`.
    pub mean: Row,
    /// `S`.
    pub covariance: Matrix,
    /// `L` of `S = L Lᵀ`.
    pub root: Matrix,
}

/// Reads one side.
///
/// # Errors
/// Shapes that do not match, numbers that are not finite, a covariance that is not positive definite.
pub fn read(steps: &Steps, mean: &[Number], covariance: &Rows, side: &str) -> Result<Normal> {
    let mean = read_vector(steps, mean, &format!("{side}.mean"))?;
    let covariance = read_matrix(steps, covariance, mean.len(), &format!("{side}.covariance"))?;
    let root = (steps.cholesky)(&covariance, &format!("{side}.covariance"))?;
    Ok(Normal { mean, covariance, root })
}

/// A square matrix of finite numbers.
///
/// # Errors
/// Another shape, a number that is not finite.
pub fn read_matrix(steps: &Steps, rows: &Rows, dimension: usize, name: &str) -> Result<Matrix> {
    super::super::model::require(rows.len() == dimension, format!("{name} has {} rows", rows.len()))?;
    rows.iter().map(|row| super::vector(steps, &numbers(row), dimension, name)).collect()
}

/// `1/2 (tr(S_q S_p⁻¹) - D - log|S_q S_p⁻¹| + (m_q - m_p)ᵀ S_p⁻¹ (m_q - m_p))`.
///
/// # Errors
/// None.
pub fn kl(steps: &Steps, q: &Normal, p: &Normal) -> Result<f64> {
    let (of_covariance, _) = (steps.matrix_gap)(&q.covariance, &q.root, &p.covariance, &p.root);
    let away = linear::squared_norm(&p.root, &linear::difference(&q.mean, &p.mean));
    Ok(0.5 * (of_covariance + away))
}
