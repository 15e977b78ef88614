//! The slack for rounding that several laws share, derived from the sizes of what is added up.

use serde_json::Value;
use suite::format::{Case, Evaluation, Rows};

use crate::{
    generate::weights_and_q,
    law::{Outcome, magnitude, reported},
};

/// Of an ELBO and a KL: `16 ε (Σ_n Σ_k q_nk (|ℓ_nk| + |log q_nk|) + Σ_n (|log p(x_n|θ)| + 1) + |log prior|)`.
pub fn of_bound(evaluation: &Evaluation, case: &Case, q: &Rows) -> Result<f64, Outcome> {
    let densities = reported(evaluation.log_densities.as_ref(), "log_densities")?;
    let (parameters, _) = reported(weights_and_q(case), "q")?;
    let evidence = reported(evaluation.log_evidence, "log_evidence")?.0;
    let joint = reported(evaluation.log_joint, "log_joint")?.0;
    let mut total = magnitude(evaluation, case) + (joint - evidence).abs();
    for (q, densities) in q.iter().zip(densities) {
        for ((q, density), weight) in q.iter().zip(densities).zip(&parameters.weights) {
            if q.0 > 0.0 {
                total += q.0 * (density.0.abs() + weight.0.ln().abs() + q.0.ln().abs());
            }
        }
    }
    Ok(16.0 * f64::EPSILON * total)
}

/// Of an ELBO or a log evidence of a Bayesian mixture. With `M` one more than the rows and the sum of the magnitudes of all observations and
/// hyperparameters, no posterior parameter is larger than `M²`, no log Γ or log determinant of one larger than `2 M log M`. There are some
/// ten such parts for each of `K` components and `D` variables, each right to a few ulps: `64 ε K D M (1 + log M)`.
pub fn of_bayesian(case: &Case) -> f64 {
    let data = serde_json::to_value(&case.data).unwrap_or_default();
    let prior = serde_json::to_value(&case.prior).unwrap_or_default();
    let rows = case.responsibilities.iter().flatten();
    let components = rows.clone().map(Vec::len).max().unwrap_or(1) as f64;
    let observations = case.data.as_ref().and_then(|data| data.observations.as_ref());
    let variables = observations.into_iter().flatten().map(Vec::len).max().unwrap_or(1) as f64;
    let size = 1.0 + rows.count() as f64 + magnitudes(&data) + magnitudes(&prior);
    64.0 * f64::EPSILON * components * variables * size * (1.0 + size.ln())
}

/// The sum of the magnitudes of all numbers of a value.
pub fn magnitudes(value: &Value) -> f64 {
    match value {
        Value::Number(number) => number.as_f64().unwrap_or(0.0).abs(),
        Value::Array(items) => items.iter().map(magnitudes).sum(),
        Value::Object(map) => map.values().map(magnitudes).sum(),
        _ => 0.0,
    }
}
