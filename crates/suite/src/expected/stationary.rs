//! The stationary points that are known of a `fit`, cut into blocks as its result is, so that a report can be compared with
//! each.

use std::path::Path;

use serde_json::{Map, Value, json};

use super::{Cutter, Node, Objectives, Trees};
use crate::{
    error::{Error, Result},
    format::{Decimal, StationaryKind, StationaryPoint},
    place::Place,
    verdict::labels,
};

/// The key of the parameters in a result.
const PARAMETERS: &str = "parameters";
/// Within so many digits of the attainable ones the certified result is one of the points.
const SAME: f64 = 2.0;

/// One point that is known.
#[derive(Clone, Debug)]
pub struct Known {
    /// What it was proved to be.
    pub kind: StationaryKind,
    /// The objective there.
    pub log_joint: f64,
    /// By how many nats it lies below the best point known.
    pub below_best: f64,
    /// Whether it is where EM leads from the case's `initial`: the certified result.
    pub is_own: bool,
    /// The parameters, below the key `parameters`.
    pub parameters: Node,
}

/// Cuts the points of a certified file, and finds the one that is its result.
pub fn cut(path: &Path, points: &[StationaryPoint], result: &Value) -> Result<Vec<Known>> {
    let mut known: Vec<Known> =
        points.iter().enumerate().map(|(index, point)| cut_one(path, index, point)).collect::<Result<_>>()?;
    let result = json!({ PARAMETERS: in_doubles(&result[PARAMETERS]) });
    let losses = known.iter_mut().map(|point| (labels::matched(&point.parameters, &result).loss, point));
    if let Some((loss, nearest)) = losses.min_by(|a, b| a.0.total_cmp(&b.0)) {
        nearest.is_own = loss <= SAME;
    }
    Ok(known)
}

fn cut_one(path: &Path, index: usize, point: &StationaryPoint) -> Result<Known> {
    let field = format!("stationary_points[{index}]");
    let broken = |name: &str, message: String| Error::broken(path, 0, &format!("{field}.{name}"), message);
    let number = |name: &str, text: &str| match text.parse::<Decimal>() {
        Ok(decimal) => Ok(decimal.nearest()),
        Err(error) => Err(broken(name, error.to_string())),
    };
    let digits = point.attainable_digits.get(PARAMETERS).unwrap_or(&point.attainable_digits);
    let trees = (json!({ PARAMETERS: point.parameters }), json!({ PARAMETERS: digits }));
    let tree = format!("{field}.attainable_digits");
    let cutter = Cutter { path, tree: &tree, objectives: Objectives::default() };
    let parameters = cutter.node(&Place::default(), &Trees { result: &trees.0, digits: &trees.1, scales: None })?;
    Ok(Known {
        kind: point.kind,
        log_joint: number("log_joint", &point.log_joint)?,
        below_best: number("below_best", &point.below_best)?,
        is_own: false,
        parameters,
    })
}

/// A certified value with the nearest double for each decimal.
fn in_doubles(certified: &Value) -> Value {
    match certified {
        Value::String(text) => text.parse().map_or(Value::Null, |decimal: Decimal| json!(decimal.nearest())),
        Value::Array(items) => items.iter().map(in_doubles).collect(),
        Value::Object(map) => {
            map.iter().map(|(key, item)| (key.clone(), in_doubles(item))).collect::<Map<_, _>>().into()
        }
        other => other.clone(),
    }
}
