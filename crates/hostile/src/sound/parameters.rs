//! The domains of parameters.

use suite::format::{Case, Family, Number, Parameters, Rows, Tensor};

/// Checks that parameters are in their domains.
pub fn check(case: &Case, mixture: &Parameters) -> Result<(), String> {
    check_simplex(&mixture.weights, "mixing weights")?;
    let gaussian = case.model.as_ref().is_some_and(|model| model.family == Family::Gaussian);
    for component in &mixture.components {
        for number in component.mean.iter().flatten() {
            holds(number.0.is_finite(), || format!("a mean of {number}"))?;
        }
        for rate in component.rate.iter().flatten() {
            holds(rate.0.is_finite() && rate.0 >= 0.0, || format!("a rate of {rate}"))?;
        }
        component.probabilities.iter().flatten().try_for_each(|row| check_simplex(row, "probabilities"))?;
        match &component.covariance {
            None => {}
            Some(Tensor::Scalar(variance)) => check_variance(variance)?,
            Some(Tensor::Vector(variances)) => variances.iter().try_for_each(check_variance)?,
            Some(Tensor::Matrix(matrix)) => check_covariance(matrix)?,
        }
        holds(gaussian == component.mean.is_some(), || "a component of another family".to_owned())?;
    }
    mixture.covariance.iter().try_for_each(check_covariance)
}

/// Not negative, and summing to 1 but for the rounding of `K` quotients and their sum.
pub fn check_simplex(values: &[Number], what: &str) -> Result<(), String> {
    let total: f64 = values.iter().map(|value| value.0).sum();
    let slack = (values.len() as f64 + 2.0) * f64::EPSILON;
    let holds = (total - 1.0).abs() <= slack && values.iter().all(|value| value.0 >= 0.0);
    if holds { Ok(()) } else { Err(format!("{what} sum to {total:?}")) }
}

fn check_variance(variance: &Number) -> Result<(), String> {
    holds(variance.0.is_finite() && variance.0 > 0.0, || format!("a variance of {variance}"))
}

/// Symmetric to the last bit, positive variances, no correlation beyond 1 but for rounding. (Whether it is positive definite is seen when
/// the parameters are taken back.)
fn check_covariance(matrix: &Rows) -> Result<(), String> {
    for (i, row) in matrix.iter().enumerate() {
        check_variance(&row[i])?;
        for (j, entry) in row.iter().enumerate() {
            let mirrored = matrix[j][i];
            holds(entry.0 == mirrored.0, || format!("[{i}][{j}] is {entry}, [{j}][{i}] is {mirrored}"))?;
            let correlation = entry.0 / row[i].0.sqrt() / matrix[j][j].0.sqrt();
            // Of a subnormal number hardly a digit is left.
            let normal = row[i].0 >= 1e-290 && matrix[j][j].0 >= 1e-290;
            let holds_ = !normal || correlation.abs() <= 1.0 + 8.0 * f64::EPSILON;
            holds(holds_, || format!("a correlation of {correlation}"))?;
        }
    }
    Ok(())
}

fn holds(condition: bool, message: impl FnOnce() -> String) -> Result<(), String> {
    if condition { Ok(()) } else { Err(message()) }
}
