//! What makes input good.

use super::{
    linear,
    model::{Matrix, Result, Row, require},
    special::sum,
};
use crate::steps::Steps;

/// A finite number.
///
/// # Errors
/// NaN, infinity.
pub fn finite(value: f64, name: &str) -> Result<f64> {
    require(value.is_finite(), format!("{name} is {value}"))?;
    Ok(value)
}

/// A number above 0.
///
/// # Errors
/// 0 and below, NaN, infinity.
pub fn positive(value: f64, name: &str) -> Result<f64> {
    require(value > 0.0 && value.is_finite(), format!("{name} is {value}: not positive"))?;
    Ok(value)
}

/// A number from 0.
///
/// # Errors
/// Below 0, NaN, infinity.
pub fn at_least_zero(value: f64, name: &str) -> Result<f64> {
    require(value >= 0.0 && value.is_finite(), format!("{name} is {value}: negative"))?;
    Ok(value)
}

/// A count: 0, 1, 2, ...
///
/// # Errors
/// Anything else.
pub fn count(value: f64, name: &str) -> Result<f64> {
    require(value >= 0.0 && value.is_finite() && value == value.floor(), format!("{name} is {value}: not a count"))?;
    Ok(value)
}

/// A level of a variable: 0, ..., `C - 1`.
///
/// # Errors
/// Anything else.
pub fn level(value: f64, levels: usize, name: &str) -> Result<f64> {
    count(value, name)?;
    require(value < levels as f64, format!("{name} is {value}: there are {levels} levels"))?;
    Ok(value)
}

/// A vector on the simplex to 1e-9, normalised by its exact sum.
///
/// # Errors
/// A negative entry, another sum.
pub fn simplex(p: &[f64], name: &str) -> Result<Row> {
    for p in p {
        at_least_zero(*p, name)?;
    }
    let total = sum(p.iter().copied());
    require((total - 1.0).abs() <= 1e-9, format!("{name} sums to {total}"))?;
    Ok(p.iter().map(|p| p / total).collect())
}

/// The Cholesky factor of a covariance.
///
/// # Errors
/// A matrix that is not exactly symmetric, or not positive definite.
pub fn cholesky(matrix: &Matrix, name: &str) -> Result<Matrix> {
    let d = matrix.len();
    require(matrix.iter().all(|row| row.len() == d), format!("{name} is not square"))?;
    let symmetric = (0..d).all(|i| (0..i).all(|j| matrix[i][j] == matrix[j][i]));
    require(symmetric, format!("{name} is not symmetric"))?;
    linear::cholesky(matrix).ok_or_else(|| super::model::Stop::Rejected(format!("{name} is not positive definite")))
}

/// The weights of the observations: at least 0, and not all 0.
///
/// # Errors
/// Anything else.
pub fn observation_weights(weights: &[f64]) -> Result<Row> {
    for (n, weight) in weights.iter().enumerate() {
        at_least_zero(*weight, &format!("data.weights[{n}]"))?;
    }
    require(weights.iter().any(|weight| *weight > 0.0), "data.weights: all are 0")?;
    Ok(weights.to_vec())
}

/// A vector of `length` finite numbers.
///
/// # Errors
/// Another length, a number that is not finite.
pub fn vector(steps: &Steps, values: &[f64], length: usize, name: &str) -> Result<Row> {
    require(values.len() == length, format!("{name} has {} numbers, not {length}", values.len()))?;
    values.iter().enumerate().map(|(i, value)| (steps.finite)(*value, &format!("{name}[{i}]"))).collect()
}

/// `length` numbers above 0.
///
/// # Errors
/// Another length, a number that is not.
pub fn positives(steps: &Steps, values: &[f64], length: usize, name: &str) -> Result<Row> {
    require(values.len() == length, format!("{name} has {} numbers, not {length}", values.len()))?;
    values.iter().map(|value| (steps.positive)(*value, name)).collect()
}
