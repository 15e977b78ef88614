//! The maximum-likelihood M-step by its definition: weighted means of the sufficient statistics.

use suite::format::{Case, Component, Family, Number, Parameters, Rows, Structure, Tensor};

use crate::{
    ask::{given, observations, weights},
    law::Stop,
};

/// The parameters whose moments are those of the data under some responsibilities.
///
/// # Errors
/// [`Stop::Inapplicable`] where the case has no model.
pub fn moments(case: &Case, responsibilities: &Rows) -> Result<Parameters, Stop> {
    let model = given(case.model.as_ref(), "model")?;
    let weights = weights(case);
    let share = |k: usize| responsibilities.iter().zip(&weights).map(|(row, weight)| weight * row[k].0).collect();
    let shares: Vec<Vec<f64>> = (0..responsibilities.first().map_or(0, Vec::len)).map(share).collect();
    let total: f64 = weights.iter().sum();
    let rows = observations(case);
    let of_component: fn(&Case, &[Vec<Number>], &[f64]) -> Component = match model.family {
        Family::Gaussian => gaussian,
        Family::Poisson => |_, rows, shares| Component { rate: Some(means(rows, shares)), ..Component::default() },
        Family::Categorical => categorical,
    };
    let covariance = (model.covariance == Some(Structure::Tied)).then(|| {
        let scatters = shares.iter().map(|shares| scatter(rows, shares));
        let sum = scatters
            .reduce(|a, b| a.iter().zip(&b).map(|(a, b)| a.iter().zip(b).map(|(a, b)| a + b).collect()).collect());
        divided(&sum.unwrap_or_default(), total)
    });
    Ok(Parameters {
        weights: shares.iter().map(|shares| Number(shares.iter().sum::<f64>() / total)).collect(),
        components: shares.iter().map(|shares| of_component(case, rows, shares)).collect(),
        covariance,
    })
}

fn means(rows: &[Vec<Number>], shares: &[f64]) -> Vec<Number> {
    let total: f64 = shares.iter().sum();
    let mean = |d: usize| rows.iter().zip(shares).map(|(row, share)| share * row[d].0).sum::<f64>() / total;
    (0..rows[0].len()).map(|d| Number(mean(d))).collect()
}

/// `Σ_n w_n r_n (x_n - x̄)(x_n - x̄)ᵀ`.
fn scatter(rows: &[Vec<Number>], shares: &[f64]) -> Vec<Vec<f64>> {
    let mean = means(rows, shares);
    let away = |row: &[Number], d: usize| row[d].0 - mean[d].0;
    let entry =
        |i: usize, j: usize| rows.iter().zip(shares).map(|(row, share)| share * away(row, i) * away(row, j)).sum();
    (0..mean.len()).map(|i| (0..mean.len()).map(|j| entry(i, j)).collect()).collect()
}

fn divided(scatter: &[Vec<f64>], divisor: f64) -> Rows {
    scatter.iter().map(|row| row.iter().map(|x| Number(x / divisor)).collect()).collect()
}

fn gaussian(case: &Case, rows: &[Vec<Number>], shares: &[f64]) -> Component {
    let covariance = divided(&scatter(rows, shares), shares.iter().sum());
    let diagonal: Vec<Number> = covariance.iter().enumerate().map(|(d, row)| row[d]).collect();
    let trace = diagonal.iter().map(|x| x.0).sum::<f64>() / diagonal.len() as f64;
    let covariance = match case.model.as_ref().and_then(|model| model.covariance) {
        Some(Structure::Spherical) => Some(Tensor::Scalar(Number(trace))),
        Some(Structure::Diagonal) => Some(Tensor::Vector(diagonal)),
        Some(Structure::Full) => Some(Tensor::Matrix(covariance)),
        Some(Structure::Identity | Structure::Tied) | None => None,
    };
    Component { mean: Some(means(rows, shares)), covariance, ..Component::default() }
}

/// The weighted frequency of each level.
fn categorical(case: &Case, rows: &[Vec<Number>], shares: &[f64]) -> Component {
    let levels = case.model.as_ref().and_then(|model| model.levels.clone()).unwrap_or_default();
    let total: f64 = shares.iter().sum();
    let frequency = |d: usize, level: usize| {
        let found = rows.iter().zip(shares).filter(|(row, _)| row[d].0 == level as f64);
        Number(found.map(|(_, share)| share).sum::<f64>() / total)
    };
    let variable = |(d, count): (usize, &usize)| (0..*count).map(|level| frequency(d, level)).collect();
    Component { probabilities: Some(levels.iter().enumerate().map(variable).collect()), ..Component::default() }
}
