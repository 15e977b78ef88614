//! Certified values: what is true, with the digits that can be attained and how they were proved.

use schemars::{JsonSchema, Schema};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What `written_by` says in the files of our certifier.
pub const CERTIFIER: &str = "cargo xtask certify";

/// One certified file. Unknown keys are ignored.
///
/// `result` has the shape of the operation's [`Answer`](super::Answer), every number being a [`Decimal`](super::Decimal).
/// `attainable_digits` has the same shape down to the blocks in which closeness is judged: where it holds one number, all
/// that stands below that place in `result` is one block with one scale.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Certified {
    /// The format's number, 1.
    pub format: u32,
    /// The case's id.
    pub id: String,
    /// The certified result.
    pub result: Value,
    /// Digits that survive relative perturbations of the inputs by 2⁻⁵³, at most 15.95.
    pub attainable_digits: Value,
    /// The same for 2⁻²⁴, at most 7.22; what a binary32 implementation is judged by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attainable_digits_binary32: Option<Value>,
    /// The scale at which the digits of an objective are counted, the sum of the magnitudes that were added up
    /// (decimal strings, same keys as `result`); a quantity without one is measured against its own largest magnitude.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scales: Option<Value>,
    /// `fit`: the stationary points of `log p(X, θ)` that are known and proved, the highest first; `result` is one of them.
    /// A list of [`StationaryPoint`] in the files of our certifier, anything in those of another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Vec<StationaryPoint>>")]
    pub stationary_points: Option<Value>,
    /// How the digits were proved: a [`Certificate`] in the files of our certifier, anything in those of another.
    #[serde(default, skip_serializing_if = "Value::is_null")]
    #[schemars(with = "Certificate")]
    pub certificate: Value,
}

/// A point in whose box exactly one stationary point of `log p(X, θ)` was proved to lie.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct StationaryPoint {
    /// What the definite or indefinite Hessian proves it to be.
    pub kind: StationaryKind,
    /// `log p(X, θ)` there, a decimal string.
    pub log_joint: String,
    /// By how many nats it lies below the best point known, a decimal string; `"0"` for that one.
    pub below_best: String,
    /// `θ` in decimal strings, its components in an arbitrary order.
    pub parameters: Value,
    /// Attainable digits of the parameters, in the shape of those of `result`.
    pub attainable_digits: Value,
}

impl Certified {
    /// The stationary points, where they are in our form.
    #[must_use]
    pub fn stationary_points(&self) -> Vec<StationaryPoint> {
        let read = |points: &Value| serde_json::from_value(points.clone()).ok();
        self.stationary_points.as_ref().and_then(read).unwrap_or_default()
    }
}

/// The kinds of nondegenerate stationary points that are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum StationaryKind {
    /// A local maximum: the Hessian is negative definite.
    Maximum,
    /// A saddle: the Hessian is regular and has a direction in which the objective is convex.
    Saddle,
}

impl Certified {
    /// The hash of the inputs, where our certifier wrote one.
    #[must_use]
    pub fn inputs_sha256(&self) -> Option<&str> {
        self.our_hash("inputs_sha256")
    }

    /// The hash of the certified values, where our certifier wrote one.
    #[must_use]
    pub fn result_sha256(&self) -> Option<&str> {
        self.our_hash("result_sha256")
    }

    /// What another certifier hashes under these names is its own affair.
    fn our_hash(&self, name: &str) -> Option<&str> {
        let ours = self.certificate.get("written_by").is_none_or(|by| by == CERTIFIER);
        self.certificate.get(name).filter(|_| ours)?.as_str()
    }
}

/// How the digits were proved, and of which inputs. Our certifier writes every field; a reader asks for none.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[schemars(transform = without_demands)]
pub struct Certificate {
    /// The arithmetic and the formulas.
    pub arithmetic: String,
    /// The working precision at which every enclosure was narrow enough, in bits.
    pub precision_bits: u32,
    /// The largest relative radius of any enclosure in `result`.
    pub largest_radius: String,
    /// `fit`: what was proved, and how.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub optimum: Option<OptimumCertificate>,
    /// How many perturbed runs the attainable digits are the worst of.
    pub perturbed_runs: u32,
    /// SHA-256 of the case, of the data it names and of the certifier's version: a different hash is a stale file.
    pub inputs_sha256: String,
    /// SHA-256 of `result`, `attainable_digits`, `attainable_digits_binary32`, `scales` and `stationary_points`: a different hash is a file that
    /// was altered.
    pub result_sha256: String,
    /// The command that wrote the file.
    pub written_by: String,
}

/// What was proved of an optimum.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct OptimumCertificate {
    /// The coordinates in which it was proved.
    pub coordinates: String,
    /// How existence, uniqueness and kind were proved, and what was computed only.
    pub proof: String,
    /// The largest half width, in any coordinate, of the box that holds exactly one stationary point.
    pub box_radius: String,
    /// A lower bound of every pivot of the negative Hessian over that box.
    pub least_pivot: String,
    /// How many random starts the search for other stationary points made.
    pub random_starts: usize,
}

/// Leaves of a schema what it describes.
fn without_demands(schema: &mut Schema) {
    schema.remove("type");
    schema.remove("required");
    let properties = schema.get_mut("properties").and_then(Value::as_object_mut);
    for property in properties.into_iter().flat_map(|properties| properties.values_mut()) {
        if let Some(property) = property.as_object_mut() {
            property.retain(|key, _| key == "description");
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn certified(certificate: Value) -> Certified {
        let file = json!({"format": 1, "id": "a/b", "result": {}, "attainable_digits": {}, "certificate": certificate});
        serde_json::from_value(file).unwrap()
    }

    #[test]
    fn hashes_are_ours_unless_somebody_else_wrote_the_file() {
        let hashes = |by: Value| {
            let file = certified(json!({"inputs_sha256": "i", "result_sha256": "r", "written_by": by}));
            (file.inputs_sha256().map(str::to_owned), file.result_sha256().map(str::to_owned))
        };
        assert_eq!(hashes(json!(CERTIFIER)), (Some("i".to_owned()), Some("r".to_owned())));
        assert_eq!(hashes(json!("my certifier")), (None, None));
        assert_eq!(certified(json!({"result_sha256": "r"})).result_sha256(), Some("r"));
        assert_eq!(certified(json!({"result_sha256": "r"})).inputs_sha256(), None);
        assert_eq!(certified(json!({"result_sha256": 3})).result_sha256(), None);
        assert_eq!(certified(json!("by hand")).result_sha256(), None);
    }

    #[test]
    fn stationary_points_are_read_where_they_are_in_our_form() {
        let point =
            json!({"kind": "saddle", "log_joint": "0", "below_best": "0", "parameters": {}, "attainable_digits": 3});
        let points = |points: Value| {
            let file =
                json!({"format": 1, "id": "a/b", "result": {}, "attainable_digits": {}, "stationary_points": points});
            serde_json::from_value::<Certified>(file).unwrap().stationary_points()
        };
        assert_eq!(points(json!([point, point])).len(), 2);
        assert_eq!(points(json!([point]))[0].kind, StationaryKind::Saddle);
        assert!(points(json!([point, 3])).is_empty() && points(Value::Null).is_empty());
    }
}
