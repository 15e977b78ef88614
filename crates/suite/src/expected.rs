//! What is expected of an answer: the certified result cut into the blocks in which closeness is judged.
//!
//! Where `attainable_digits` holds a number, all that stands below that place in `result` is one block. A result that is
//! not covered by attainable digits, or digits without a result, is a fault of the suite.

use std::{collections::BTreeSet, path::Path};

use serde_json::Value;

use crate::{
    error::{Error, Result},
    format::{Certified, Decimal, Precision},
    place::Place,
};

/// Keys of a result that are not measured in digits.
const UNMEASURED: [&str; 3] = ["empty_components", "iterations", "converged"];

/// Pairs `[t, k]`: component `k` was empty in the M-step of iteration `t`.
pub type EmptyComponents = BTreeSet<[usize; 2]>;

/// The expectation of one case.
#[derive(Clone, Debug)]
pub struct Expected {
    /// The certified quantities.
    pub quantities: Node,
    /// Which components were empty when; compared exactly. Empty where nothing was.
    pub empty_components: EmptyComponents,
}

/// A certified value: a block, or something that contains blocks.
#[derive(Clone, Debug)]
pub enum Node {
    /// Judged together.
    Block(Block),
    /// A list, with its certified value for the messages about its shape.
    List(Value, Vec<Node>),
    /// An object.
    Map(Vec<(String, Node)>),
}

/// Numbers that are judged together, on one scale.
#[derive(Clone, Debug)]
pub struct Block {
    /// The certified numbers, as decimal strings.
    pub certified: Value,
    /// The scale, where the certified file gives one.
    pub scale: Option<f64>,
    attainable: f64,
    attainable_binary32: Option<f64>,
}

impl Block {
    /// The digits that can be attained; `None` where the certified file does not say for this precision.
    #[must_use]
    pub fn attainable(&self, precision: Precision) -> Option<f64> {
        match precision {
            Precision::Binary64 => Some(self.attainable),
            Precision::Binary32 => self.attainable_binary32,
        }
    }
}

impl Expected {
    /// Cuts a certified file into blocks; `path` is for the messages.
    ///
    /// # Errors
    /// When result, attainable digits and scales do not fit each other.
    pub fn new(path: &Path, certified: &Certified) -> Result<Self> {
        let trees = Trees {
            result: &certified.result,
            attainable: &certified.attainable_digits,
            binary32: certified.attainable_digits_binary32.as_ref(),
            scales: certified.scales.as_ref(),
        };
        let quantities = Cutter { path }.node(&Place::default(), &trees)?;
        if !matches!(quantities, Node::Map(_)) {
            return Err(Error::broken(path, 0, "attainable_digits", "expected an object".to_owned()));
        }
        Ok(Self { quantities, empty_components: empty_components(path, &certified.result)? })
    }
}

fn empty_components(path: &Path, result: &Value) -> Result<EmptyComponents> {
    match result.get("empty_components") {
        None => Ok(EmptyComponents::new()),
        Some(value) => serde_json::from_value(value.clone())
            .map_err(|error| Error::broken(path, 0, "result.empty_components", error.to_string())),
    }
}

/// The four trees of a certified file at one place.
struct Trees<'a> {
    result: &'a Value,
    attainable: &'a Value,
    binary32: Option<&'a Value>,
    scales: Option<&'a Value>,
}

struct Cutter<'a> {
    path: &'a Path,
}

impl Cutter<'_> {
    fn broken(&self, tree: &str, place: &Place, message: &str) -> Error {
        Error::broken(self.path, 0, &format!("{tree}.{place}"), message.to_owned())
    }

    fn node(&self, place: &Place, trees: &Trees) -> Result<Node> {
        match (trees.attainable, trees.result) {
            (Value::Number(digits), _) => self.block(place, digits.as_f64().unwrap_or(f64::NAN), trees),
            (Value::Array(digits), Value::Array(results)) if digits.len() == results.len() => {
                let child = |index: usize| self.node(&place.index(index), &trees.at_index(index));
                Ok(Node::List(trees.result.clone(), (0..results.len()).map(child).collect::<Result<_>>()?))
            }
            (Value::Object(digits), Value::Object(results)) => {
                let uncovered = |key: &&String| !digits.contains_key(*key) && !UNMEASURED.contains(&key.as_str());
                if let Some(key) = results.keys().find(uncovered) {
                    return Err(self.broken("result", &place.key(key), "has no attainable digits"));
                }
                let child = |key: &String| Ok((key.clone(), self.node(&place.key(key), &trees.at_key(key))?));
                Ok(Node::Map(digits.keys().map(child).collect::<Result<_>>()?))
            }
            _ => Err(self.broken("attainable_digits", place, "does not have the shape of the result")),
        }
    }

    fn block(&self, place: &Place, attainable: f64, trees: &Trees) -> Result<Node> {
        if !(0.0..=16.0).contains(&attainable) {
            return Err(self.broken("attainable_digits", place, "is no number of digits from 0 to 15.95"));
        }
        if !holds_decimals(trees.result) {
            return Err(self.broken("result", place, "expected decimal strings"));
        }
        let attainable_binary32 = match trees.binary32 {
            Some(Value::Number(digits)) => digits.as_f64(),
            None => None,
            Some(_) => return Err(self.broken("attainable_digits_binary32", place, "expected a number")),
        };
        let scale = match trees.scales {
            None | Some(Value::Null) => None,
            Some(scale) => Some(
                self.scale(scale)
                    .ok_or_else(|| self.broken("scales", place, "expected a decimal string, not negative"))?,
            ),
        };
        Ok(Node::Block(Block { certified: trees.result.clone(), scale, attainable, attainable_binary32 }))
    }

    fn scale(&self, value: &Value) -> Option<f64> {
        let scale: f64 = value.as_str()?.parse().ok()?;
        (scale.is_finite() && scale >= 0.0).then_some(scale)
    }
}

impl<'a> Trees<'a> {
    fn at_index(&self, index: usize) -> Trees<'a> {
        let at = |tree: &'a Value| tree.get(index);
        Trees {
            result: &self.result[index],
            attainable: &self.attainable[index],
            binary32: self.binary32.and_then(at),
            scales: self.scales.and_then(at),
        }
    }

    fn at_key(&self, key: &str) -> Trees<'a> {
        static NULL: Value = Value::Null;
        let at = |tree: &'a Value| tree.get(key);
        Trees {
            result: self.result.get(key).unwrap_or(&NULL),
            attainable: &self.attainable[key],
            binary32: self.binary32.and_then(at),
            scales: self.scales.and_then(at),
        }
    }
}

fn holds_decimals(value: &Value) -> bool {
    match value {
        Value::String(text) => text.parse::<Decimal>().is_ok(),
        Value::Array(items) => items.iter().all(holds_decimals),
        Value::Object(map) => map.values().all(holds_decimals),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn expected(result: Value, attainable: Value, scales: Value) -> Result<Expected> {
        let certified = serde_json::from_value(json!({
            "format": 1, "id": "a/b", "result": result, "attainable_digits": attainable, "scales": scales,
            "certificate": {"arithmetic": "", "precision_bits": 1, "largest_radius": "0", "perturbed_runs": 1,
                "inputs_sha256": "", "written_by": ""},
        }))
        .unwrap();
        Expected::new(Path::new("c.json"), &certified)
    }

    fn message(result: Value, attainable: Value, scales: Value) -> String {
        expected(result, attainable, scales).unwrap_err().to_string()
    }

    const ONE: &str = "1.00000000000000000000000000000";

    #[test]
    fn a_number_of_digits_makes_a_block_of_all_below_it() {
        let read = expected(
            json!({"log_densities": [[ONE, ONE], [ONE, "-inf"]], "empty_components": [[1, 0]], "iterations": 3}),
            json!({"log_densities": [15.95, 14]}),
            json!({"log_densities": ["7.5"]}),
        )
        .unwrap();
        assert_eq!(read.empty_components, EmptyComponents::from([[1, 0]]));
        let Node::Map(quantities) = read.quantities else { panic!() };
        let Node::List(_, rows) = &quantities[0].1 else { panic!() };
        let Node::Block(first) = &rows[0] else { panic!() };
        assert_eq!((first.scale, first.attainable(Precision::Binary64)), (Some(7.5), Some(15.95)));
        assert_eq!(first.attainable(Precision::Binary32), None);
    }

    #[test]
    fn trees_that_do_not_fit_are_the_suites_fault_and_say_where() {
        let case = message(json!({"kl": ONE, "elbo": ONE}), json!({"kl": 15}), Value::Null);
        assert_eq!(case, "c.json: `result.elbo`: has no attainable digits");
        let case = message(json!({"kl": ONE}), json!({"kl": [15]}), Value::Null);
        assert_eq!(case, "c.json: `attainable_digits.kl`: does not have the shape of the result");
        let case = message(json!({"kl": 1.5}), json!({"kl": 15}), Value::Null);
        assert_eq!(case, "c.json: `result.kl`: expected decimal strings");
        let case = message(json!({"kl": ONE}), json!({"kl": 15}), json!({"kl": 3}));
        assert_eq!(case, "c.json: `scales.kl`: expected a decimal string, not negative");
        let case = message(json!({"kl": ONE}), json!({"kl": -1}), Value::Null);
        assert_eq!(case, "c.json: `attainable_digits.kl`: is no number of digits from 0 to 15.95");
    }
}
