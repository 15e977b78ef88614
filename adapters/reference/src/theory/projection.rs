//! `projection`: one normal in place of the two bumps of an `evaluate` case, by either divergence.

use reference::projection::{Bump, Projection, TwoBumps};
use serde_json::{Value, json};
use suite::format::{Case, Component};

use crate::input::{Refusal, numbers, refused, required, scalar};

/// Two fits nearer than this, in units of their deviation, are the same minimum found twice.
const SAME: f64 = 1e-6;

/// The forward fit, and the reverse ones to which the bumps lead, by rising mean.
///
/// # Errors
/// When the case has not two components on the line, or the reference refuses them.
pub fn projection(case: &Case) -> Result<Value, Refusal> {
    let parameters = required(case.parameters.as_ref(), "parameters")?;
    let bumps: Vec<Bump> = parameters.components.iter().map(bump).collect::<Result<_, _>>()?;
    let weights = numbers(&parameters.weights);
    let ([first, second], &[a, b]) = (&bumps[..], &weights[..]) else {
        return Err("parameters.components: expected two".to_owned());
    };
    let p = TwoBumps::new([a, b], [first.mean, second.mean], [first.deviation, second.deviation]).map_err(refused)?;
    let forward = p.project_forward().map_err(refused)?;
    let mut minima: Vec<Projection> = Vec::new();
    for &start in &bumps {
        let found = p.project_reverse(start).map_err(refused)?;
        if !minima.iter().any(|known| are_same(&known.fitted, &found.fitted)) {
            minima.push(found);
        }
    }
    minima.sort_by(|a, b| a.fitted.mean.total_cmp(&b.fitted.mean));
    let reverse: Vec<Value> = minima.iter().map(|fit| written(&fit.fitted, fit.reverse)).collect();
    Ok(json!({"forward": written(&forward.fitted, forward.forward), "reverse": reverse}))
}

fn bump(component: &Component) -> Result<Bump, Refusal> {
    let mean = numbers(required(component.mean.as_ref(), "mean")?);
    let variance = scalar(required(component.covariance.as_ref(), "covariance")?, "covariance")?;
    let [mean] = mean[..] else { return Err("mean: expected one dimension".to_owned()) };
    Bump::new(mean, variance.sqrt()).map_err(refused)
}

fn are_same(a: &Bump, b: &Bump) -> bool {
    (a.mean - b.mean).abs().max((a.deviation - b.deviation).abs()) < SAME * a.deviation
}

fn written(fitted: &Bump, kl: f64) -> Value {
    json!({"mean": fitted.mean, "variance": fitted.deviation * fitted.deviation, "kl": kl})
}
