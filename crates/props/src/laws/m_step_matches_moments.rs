//! The maximum-likelihood M-step matches moments: the mean parameters of each component are the weighted mean of the sufficient statistics,
//! `E[t(x)|θ_k] = φ_N/ν_N = Σ_n r_nk t(x_n) / N_k`, and `π_k = N_k / N` (51).
//!
//! Gaussian: `t` = `x` and, where each component has a full covariance, `x xᵀ`; Poisson: `x`; categorical: one-hot. Rounding: a weighted mean of `N` terms is right to
//! `(N + 8) ε` of the mean of their magnitudes. A covariance is computed about the mean and compared as `Σ + μ μᵀ`, whose parts are no larger
//! than twice that.

use suite::{
    format::{Case, Component, Family, Number, Operation, Rows, Structure, Tensor},
    implementation::Implementation,
};

use crate::law::{Law, Outcome, ask_maximum, broken, reported};

/// The law.
pub const LAW: Law = Law { name: "m-step-matches-moments", operation: Operation::Maximize, check };

fn check(implementation: &mut dyn Implementation, case: &Case) -> Outcome {
    holds(implementation, case).unwrap_or_else(|outcome| outcome)
}

fn holds(implementation: &mut dyn Implementation, case: &Case) -> Result<Outcome, Outcome> {
    let model = reported(case.model.as_ref(), "model")?;
    let statistics: fn(&Case, &[Number]) -> Vec<f64> = match (model.family, model.covariance) {
        (Family::Gaussian, Some(Structure::Full)) => first_and_second,
        (Family::Gaussian | Family::Poisson, _) => first,
        (Family::Categorical, _) => one_hot,
    };
    let rows = reported(case.data.as_ref().and_then(|data| data.observations.as_ref()), "observations")?;
    let responsibilities = reported(case.responsibilities.as_ref(), "responsibilities")?;
    let found = reported(ask_maximum(implementation, case)?.parameters, "parameters")?;
    for (k, component) in found.components.iter().enumerate() {
        let r: Vec<f64> = responsibilities.iter().map(|row| row[k].0).collect();
        let (moments, slack) = weighted_mean(&r, rows.iter().map(|row| statistics(case, row)));
        let means = mean_parameters(component);
        // Written so that a NaN breaks it.
        let agrees = |(i, mean): (usize, &f64)| (mean - moments[i]).abs() <= slack[i];
        if means.len() != moments.len() || !means.iter().enumerate().all(agrees) {
            return Ok(broken(format!(
                "component {k} has the mean parameters {means:?} where the statistics have {moments:?}"
            )));
        }
        let share = r.iter().sum::<f64>() / rows.len() as f64;
        let holds = (found.weights[k].0 - share).abs() <= (rows.len() as f64 + 8.0) * f64::EPSILON;
        if !holds {
            return Ok(broken(format!(
                "the mixing weight of component {k} is {}, its share {share:?}",
                found.weights[k]
            )));
        }
    }
    Ok(Outcome::Holds)
}

/// `Σ_n r_n t_n / Σ_n r_n`, and the slack of each entry.
fn weighted_mean(r: &[f64], statistics: impl Iterator<Item = Vec<f64>>) -> (Vec<f64>, Vec<f64>) {
    let (mut sums, mut sizes) = (Vec::new(), Vec::new());
    for (r, t) in r.iter().zip(statistics) {
        sums.resize(t.len(), 0.0);
        sizes.resize(t.len(), 0.0);
        for (i, t) in t.iter().enumerate() {
            sums[i] += r * t;
            sizes[i] += r * t.abs();
        }
    }
    let total: f64 = r.iter().sum();
    let ulps = 2.0 * (r.len() as f64 + 8.0) * f64::EPSILON;
    (sums.iter().map(|sum| sum / total).collect(), sizes.iter().map(|size| ulps * size / total).collect())
}

fn first(_: &Case, row: &[Number]) -> Vec<f64> {
    row.iter().map(|x| x.0).collect()
}

/// `x`, and all `x_i x_j`.
fn first_and_second(case: &Case, row: &[Number]) -> Vec<f64> {
    let products = row.iter().flat_map(|x| row.iter().map(|y| x.0 * y.0));
    first(case, row).into_iter().chain(products).collect()
}

/// A 1 at each variable's level.
fn one_hot(case: &Case, row: &[Number]) -> Vec<f64> {
    let levels = case.model.as_ref().and_then(|model| model.levels.as_ref());
    let variable = |(x, count): (&Number, &usize)| (0..*count).map(|c| f64::from(x.0 == c as f64)).collect::<Vec<_>>();
    row.iter().zip(levels.into_iter().flatten()).flat_map(variable).collect()
}

/// `E[t(x)|θ_k]`: the mean, with a matrix `Σ + μ μᵀ`; the rates; the probabilities.
fn mean_parameters(component: &Component) -> Vec<f64> {
    let flat = |rows: &Rows| rows.iter().flatten().map(|x| x.0).collect::<Vec<_>>();
    let mean: Vec<f64> = component.mean.iter().chain(&component.rate).flatten().map(|x| x.0).collect();
    let levels = component.probabilities.as_ref().map(flat).unwrap_or_default();
    let second = match &component.covariance {
        Some(Tensor::Matrix(rows)) => {
            let products = mean.iter().flat_map(|x| mean.iter().map(move |y| x * y));
            flat(rows).into_iter().zip(products).map(|(s, xx)| s + xx).collect()
        }
        _ => Vec::new(),
    };
    [mean, levels, second].concat()
}
