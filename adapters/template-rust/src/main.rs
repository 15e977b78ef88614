//! A first adapter in Rust: it answers `describe` and `evaluate` of Gaussian mixtures with diagonal covariances. Put yours in its place.

use serde_json::{Value, json};
use std::f64::consts::TAU;
use std::io::{self, BufRead, Write};

/// The key of a reply that is no result (`unsupported`, `rejected`, `error`) and its reason.
type Otherwise = (&'static str, String);

fn number(value: &Value) -> f64 {
    // JSON has no infinities and no NaN: they are strings, both ways.
    value.as_f64().unwrap_or_else(|| value.as_str().and_then(|text| text.parse().ok()).unwrap_or(f64::NAN))
}

fn numbers(list: &Value) -> Vec<f64> {
    list.as_array().into_iter().flatten().map(number).collect()
}

fn written(value: f64) -> Value {
    if value.is_finite() { json!(value) } else { json!(value.to_string().to_lowercase()) }
}

fn log_density(x: &[f64], component: &Value) -> Result<f64, Otherwise> {
    let (mean, variance) = (numbers(&component["mean"]), numbers(&component["covariance"]));
    let sound = mean.len() == x.len() && variance.len() == x.len() && variance.iter().all(|v| *v > 0.0);
    if !sound || variance.iter().chain(x).chain(&mean).any(|v| !v.is_finite()) {
        return Err(("rejected", "a wrong shape, a variance that is not positive, or no number".to_owned()));
    }
    let term = |d: usize| TAU.ln() + variance[d].ln() + (x[d] - mean[d]) / variance[d] * (x[d] - mean[d]);
    Ok(-0.5 * (0..x.len()).map(term).sum::<f64>())
}

fn evaluate(case: &Value) -> Result<Value, Otherwise> {
    if case["model"] != json!({"family": "gaussian", "covariance": "diagonal"}) {
        return Err(("unsupported", "only diagonal covariances".to_owned()));
    }
    let (components, weights) = (&case["parameters"]["components"], numbers(&case["parameters"]["weights"]));
    let total: f64 = weights.iter().sum();
    if weights.iter().any(|weight| weight.is_nan() || *weight < 0.0) || (total - 1.0).abs() > 1e-9 {
        return Err(("rejected", "mixing weights off the simplex".to_owned()));
    }
    let (mut densities, mut terms, mut responsibilities, mut log_evidence) = (vec![], vec![], vec![], 0.0);
    for (n, row) in case["data"]["observations"].as_array().into_iter().flatten().enumerate() {
        let x = numbers(row);
        let logs = components.as_array().into_iter().flatten().map(|component| log_density(&x, component));
        let logs = logs.collect::<Result<Vec<_>, _>>()?;
        let joint: Vec<f64> = weights.iter().zip(&logs).map(|(weight, log)| (weight / total).ln() + log).collect();
        let most = joint.iter().copied().fold(f64::NEG_INFINITY, f64::max); // log-sum-exp: without the shift it underflows
        let term = most + joint.iter().map(|value| (value - most).exp()).sum::<f64>().ln();
        log_evidence += case["data"]["weights"].get(n).map_or(1.0, number) * term;
        densities.push(logs.into_iter().map(written).collect::<Value>());
        responsibilities.push(joint.iter().map(|value| written((value - term).exp())).collect::<Value>());
        terms.push(written(term));
    }
    let log_joint = if case["prior"].is_null() { written(log_evidence) } else { Value::Null }; // null: counted, not failed
    Ok(json!({"log_densities": densities, "log_evidence_terms": terms, "responsibilities": responsibilities,
        "log_evidence": written(log_evidence), "log_joint": log_joint}))
}

fn answer(request: &Value) -> Result<Value, Otherwise> {
    match (request["op"].as_str(), request["case"]["operation"].as_str()) {
        (Some("describe"), _) => Ok(json!({"name": "template", "version": "0.1", "language": "Rust",
            "precision": "binary64", "operations": {"evaluate": {"gaussian": ["diagonal"]}}})),
        (Some("run"), Some("evaluate")) => evaluate(&request["case"]),
        // YOUR EM: "trajectory" has `initial`, `iterations`, `record`; answer log_evidence, log_joint [T + 1] and parameters {"t": ...}.
        _ => Err(("unsupported", "not written yet".to_owned())),
    }
}

fn main() -> io::Result<()> {
    for line in io::stdin().lock().lines() {
        let request: Value = serde_json::from_str(&line?)?;
        let mut reply = answer(&request).map_or_else(|(key, reason)| json!({ key: reason }), |ok| json!({ "ok": ok }));
        reply["id"] = request["id"].clone();
        writeln!(io::stdout(), "{reply}")?;
        io::stdout().flush()?; // the reply is awaited
    }
    Ok(())
}
