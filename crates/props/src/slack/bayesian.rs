//! What rounding can explain of a log evidence, of a variational ELBO and of a divergence.

use serde_json::Value;
use suite::format::{Case, Member};

use super::ULPS;
use crate::ask::observations;

/// Of an ELBO or a log evidence of a Bayesian mixture. With `M` one more than the rows and the sum of the magnitudes of all observations and
/// hyperparameters, no posterior parameter is larger than `M²`, no log Γ or log determinant of one larger than `2 M log M`. There are some
/// ten such parts for each of `K` components and `D` variables, each right to a few ulps: `64 ε K D M (1 + log M)`.
#[must_use]
pub fn of_bayesian(case: &Case) -> f64 {
    let data = serde_json::to_value(&case.data).unwrap_or_default();
    let prior = serde_json::to_value(&case.prior).unwrap_or_default();
    let rows = case.responsibilities.iter().flatten();
    let components = rows.map(Vec::len).max().or(case.components).unwrap_or(1) as f64;
    let variables = observations(case).iter().map(Vec::len).max().unwrap_or(1) as f64;
    let size = 1.0 + observations(case).len() as f64 + magnitudes(&data) + magnitudes(&prior);
    64.0 * f64::EPSILON * components * variables * size * (1.0 + size.ln())
}

/// Of a divergence: its parts are traces, distances, log determinants and log Γ of sums of the parameters. With `M` one more than the sum of
/// their magnitudes, and no eigenvalue below some `1/M`, none is larger than `M²` and none is conditioned worse: `8 ε M²`.
#[must_use]
pub fn of_divergence(q: &Member, p: &Member) -> f64 {
    let size = |member: &Member| 1.0 + magnitudes(&serde_json::to_value(member).unwrap_or_default());
    ULPS * (size(p) + size(q)).powi(2)
}

/// The sum of the magnitudes of all numbers of a value.
fn magnitudes(value: &Value) -> f64 {
    match value {
        Value::Number(number) => number.as_f64().unwrap_or(0.0).abs(),
        Value::Array(items) => items.iter().map(magnitudes).sum(),
        Value::Object(map) => map.values().map(magnitudes).sum(),
        _ => 0.0,
    }
}
