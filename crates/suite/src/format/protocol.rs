//! The lines of the adapter protocol: one JSON request a line, one JSON reply a line.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    case::{Case, Operation},
    model::{Family, Structure},
};

/// The protocol's number.
pub const PROTOCOL: u32 = 1;

/// A request to an adapter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Request {
    /// The protocol's number, 1.
    pub protocol: u32,
    /// Repeated in the reply.
    pub id: u64,
    /// What is asked.
    #[serde(flatten)]
    pub call: Call,
}

/// What is asked of an adapter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "op", rename_all = "snake_case")]
pub enum Call {
    /// Who are you? Answered by a [`Description`].
    Describe,
    /// Compute a resolved case. Answered by the operation's [`Answer`](super::Answer).
    Run {
        /// The case, data inline.
        case: Box<Case>,
    },
    /// Time a resolved case. Answered by [`Timing`].
    Bench {
        /// The case, data inline.
        case: Box<Case>,
        /// How many figures are wanted.
        repeats: usize,
    },
}

/// A reply of an adapter: the request's id and exactly one of the four outcomes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Reply {
    /// The id of the request.
    pub id: u64,
    /// The result.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ok: Option<Value>,
    /// It has no such feature, with the reason: reported, not failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unsupported: Option<String>,
    /// The input is bad, with the reason: right where the input is bad.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rejected: Option<String>,
    /// It tried and failed, with the reason.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}

/// What an implementation says of itself.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Description {
    /// The implementation's name.
    pub name: String,
    /// Its version.
    #[serde(default)]
    pub version: String,
    /// The language it is written in.
    #[serde(default)]
    pub language: String,
    /// The precision it computes in, by which its attainable digits are chosen.
    #[serde(default)]
    pub precision: Precision,
    /// The operations it has, each with its families. Informative: what is unsupported is said case by case.
    #[serde(default, deserialize_with = "understood")]
    pub operations: BTreeMap<Operation, BTreeMap<Family, Extent>>,
    /// Whether it has priors.
    #[serde(default)]
    pub priors: bool,
    /// Whether it has observation weights.
    #[serde(default)]
    pub observation_weights: bool,
}

/// The operations, families and structures that are known here; whatever else is said is skipped.
fn understood<'de, D: serde::Deserializer<'de>>(
    from: D,
) -> Result<BTreeMap<Operation, BTreeMap<Family, Extent>>, D::Error> {
    let known = |families: &Value| {
        let families = families.as_object()?;
        let entry = |(family, extent): (&String, &Value)| {
            Some((serde_json::from_value(family.as_str().into()).ok()?, extent_of(extent)?))
        };
        Some(families.iter().filter_map(entry).collect())
    };
    let value = Value::deserialize(from)?;
    let entry = |(operation, families): (&String, &Value)| {
        Some((serde_json::from_value(operation.as_str().into()).ok()?, known(families)?))
    };
    Ok(value.as_object().into_iter().flatten().filter_map(entry).collect())
}

fn extent_of(value: &Value) -> Option<Extent> {
    match value {
        Value::Bool(whole) => Some(Extent::Whole(*whole)),
        Value::Array(names) => {
            let known = |name: &Value| serde_json::from_value(name.clone()).ok();
            Some(Extent::Structures(names.iter().filter_map(known).collect()))
        }
        _ => None,
    }
}

/// How much of a family an implementation has.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Extent {
    /// All of it, or nothing.
    Whole(bool),
    /// These covariance structures.
    Structures(Vec<Structure>),
}

/// A floating-point format.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Precision {
    /// IEEE-754 double.
    #[default]
    Binary64,
    /// IEEE-754 single.
    Binary32,
}

/// The answer to a `bench` request.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Timing {
    /// Seconds of the iterations alone, one figure a repeat.
    pub seconds: Vec<f64>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_unknown_in_a_description_is_skipped() {
        let text = r#"{"name": "a", "operations": {"dance": 1, "evaluate": {"gaussian": ["full", "round"], "beta": true,
            "poisson": {}}, "fit": 3}}"#;
        let read: Description = serde_json::from_str(text).unwrap();
        let families = BTreeMap::from([(Family::Gaussian, Extent::Structures(vec![Structure::Full]))]);
        assert_eq!(read.operations, BTreeMap::from([(Operation::Evaluate, families)]));
        assert!(serde_json::from_str::<Description>(r#"{"name": "a", "operations": 3}"#).is_ok());
        let error = serde_json::from_str::<Description>(r#"{"name": "a", "precision": "binary16"}"#).unwrap_err();
        assert!(error.to_string().contains("expected `binary64` or `binary32`"), "{error}");
    }
}
