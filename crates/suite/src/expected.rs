//! What is expected of an answer: the certified result cut into the blocks in which closeness is judged.
//!
//! Where `attainable_digits` holds a number, all that stands below that place in `result` is one block, at whatever level
//! that is. Each precision has blocks of its own. A result that is not covered by attainable digits, or digits without a
//! result, is a fault of the suite.

mod numbers;
mod objective;
mod stationary;

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    sync::OnceLock,
};

use serde_json::Value;

use crate::{
    closeness::largest_magnitude,
    error::{Error, Result},
    format::{Case, Certified, Decimal, Operation, Precision},
    place::Place,
};
use objective::Objectives;

pub use numbers::Measured;
pub use stationary::Known;

/// Keys of a result that are not measured in digits.
const UNMEASURED: [&str; 3] = ["empty_components", "iterations", "converged"];

/// Pairs `[t, k]`: component `k` was empty in the M-step of iteration `t`.
pub type EmptyComponents = BTreeSet<[usize; 2]>;

/// The expectation of one case.
#[derive(Clone, Debug)]
pub struct Expected {
    path: PathBuf,
    certified: Certified,
    /// The scales of the objectives where the file has none.
    objectives: Objectives,
    binary64: Node,
    /// Cut, and its faults found, when there is an implementation in this precision.
    binary32: OnceLock<Result<Node>>,
    /// Which components were empty when; compared exactly. Empty where nothing was.
    pub empty_components: EmptyComponents,
    /// Whether the labels of the components mean nothing: so in a `fit`, which is judged up to a permutation of them.
    pub any_labels: bool,
    /// The stationary points that are known of a `fit`, where the file lists them.
    pub stationary_points: Vec<Known>,
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
    /// The scale.
    pub scale: f64,
    /// The digits that can be attained.
    pub attainable: f64,
}

impl Expected {
    /// Cuts a certified file into blocks; `path` is for the messages, `resolved` is the case as it is put.
    ///
    /// # Errors
    /// When result, attainable digits and scales do not fit each other.
    pub fn new(path: &Path, certified: Certified, resolved: &Case) -> Result<Self> {
        let objectives = Objectives::new(resolved, &certified.result);
        let any_labels = resolved.operation == Operation::Fit;
        let points = if any_labels { certified.stationary_points() } else { Vec::new() };
        Ok(Self {
            binary64: Cutter { path, tree: "attainable_digits", objectives }
                .cut(&certified, Some(&certified.attainable_digits))?,
            stationary_points: stationary::cut(path, &points, &certified.result)?,
            any_labels,
            binary32: OnceLock::new(),
            empty_components: empty_components(path, &certified.result)?,
            path: path.to_owned(),
            objectives,
            certified,
        })
    }

    /// The certified result, every number a decimal string.
    #[must_use]
    pub fn result(&self) -> &Value {
        &self.certified.result
    }

    /// The certified quantities in the blocks of a precision.
    ///
    /// # Errors
    /// When the certified file does not say what can be attained in this precision.
    pub fn quantities(&self, precision: Precision) -> Result<&Node> {
        let binary32 = || {
            let cutter = Cutter { path: &self.path, tree: "attainable_digits_binary32", objectives: self.objectives };
            cutter.cut(&self.certified, self.certified.attainable_digits_binary32.as_ref())
        };
        match precision {
            Precision::Binary64 => Ok(&self.binary64),
            Precision::Binary32 => self.binary32.get_or_init(binary32).as_ref().map_err(Error::clone),
        }
    }
}

fn empty_components(path: &Path, result: &Value) -> Result<EmptyComponents> {
    match result.get("empty_components") {
        None => Ok(EmptyComponents::new()),
        Some(value) => serde_json::from_value(value.clone())
            .map_err(|error| Error::broken(path, 0, "result.empty_components", error.to_string())),
    }
}

/// The trees of a certified file at one place.
struct Trees<'a> {
    result: &'a Value,
    digits: &'a Value,
    /// As the digits, a scale holds for all that stands below it.
    scales: Option<&'a Value>,
}

struct Cutter<'a> {
    path: &'a Path,
    /// The tree of digits, for the messages.
    tree: &'a str,
    /// The scales of the objectives where the file has none.
    objectives: Objectives,
}

impl Cutter<'_> {
    fn broken(&self, tree: &str, place: &Place, message: &str) -> Error {
        let field = if *place == Place::default() { tree.to_owned() } else { format!("{tree}.{place}") };
        Error::broken(self.path, 0, &field, message.to_owned())
    }

    /// The blocks of one tree of digits.
    fn cut(&self, certified: &Certified, digits: Option<&Value>) -> Result<Node> {
        let Some(digits) = digits else {
            let message = "missing, so that an implementation in this precision cannot be judged";
            return Err(self.broken(self.tree, &Place::default(), message));
        };
        let trees = Trees { result: &certified.result, digits, scales: certified.scales.as_ref() };
        let node = self.node(&Place::default(), &trees)?;
        if node.numbers(&Place::default()).is_empty() {
            return Err(self.broken("result", &Place::default(), "has nothing to judge"));
        }
        Ok(node)
    }

    fn node(&self, place: &Place, trees: &Trees) -> Result<Node> {
        match (trees.digits, trees.result) {
            (Value::Number(digits), _) => self.block(place, digits.as_f64().unwrap_or(f64::NAN), trees),
            (Value::Array(digits), Value::Array(results)) if digits.len() == results.len() => {
                let child = |index: usize| self.node(&place.index(index), &trees.at_index(index));
                Ok(Node::List(trees.result.clone(), (0..results.len()).map(child).collect::<Result<_>>()?))
            }
            (Value::Object(digits), Value::Object(results)) => {
                if let Some(key) = results.keys().find(|key| is_measured(key) && !digits.contains_key(*key)) {
                    return Err(self.broken(self.tree, &place.key(key), "missing, but there is a result"));
                }
                let child = |key: &String| Ok((key.clone(), self.node(&place.key(key), &trees.at_key(key))?));
                Ok(Node::Map(digits.keys().filter(|key| is_measured(key)).map(child).collect::<Result<_>>()?))
            }
            _ => Err(self.broken(self.tree, place, "does not have the shape of the result")),
        }
    }

    fn block(&self, place: &Place, attainable: f64, trees: &Trees) -> Result<Node> {
        if !(0.0..=16.0).contains(&attainable) {
            return Err(self.broken(self.tree, place, "is no number of digits from 0 to 15.95"));
        }
        let certified = measured(trees.result);
        let mut numbers = Vec::new();
        if !collect_decimals(&certified, &mut numbers) {
            return Err(self.broken("result", place, "expected decimal strings"));
        }
        let mut given = Vec::new();
        if !trees.scales.is_none_or(|scales| collect_scales(scales, &mut given)) {
            return Err(self.broken("scales", place, "expected a decimal string, not negative"));
        }
        let own = largest_magnitude(&numbers);
        // No scale is below the number's own magnitude, whatever a file says.
        let beside = given.into_iter().reduce(f64::max).or_else(|| self.objectives.at(place));
        let scale = own.max(beside.unwrap_or(0.0));
        Ok(Node::Block(Block { certified, scale, attainable }))
    }
}

impl<'a> Trees<'a> {
    fn at_index(&self, index: usize) -> Trees<'a> {
        let scales = self.scales.and_then(|scales| if scales.is_string() { Some(scales) } else { scales.get(index) });
        Trees { result: &self.result[index], digits: &self.digits[index], scales }
    }

    fn at_key(&self, key: &str) -> Trees<'a> {
        let scales = self.scales.and_then(|scales| if scales.is_string() { Some(scales) } else { scales.get(key) });
        Trees { result: &self.result[key], digits: &self.digits[key], scales }
    }
}

fn is_measured(key: &str) -> bool {
    !UNMEASURED.contains(&key)
}

/// A value without what is not measured in digits.
fn measured(value: &Value) -> Value {
    match value {
        Value::Object(map) => {
            map.iter().filter(|(key, _)| is_measured(key)).map(|(k, v)| (k.clone(), v.clone())).collect()
        }
        other => other.clone(),
    }
}

/// All certified decimals of a value; whether it holds nothing else.
fn collect_decimals(value: &Value, found: &mut Vec<Decimal>) -> bool {
    match value {
        Value::String(text) => text.parse().map(|decimal| found.push(decimal)).is_ok(),
        Value::Array(items) => items.iter().all(|item| collect_decimals(item, found)),
        Value::Object(map) => map.values().all(|item| collect_decimals(item, found)),
        _ => false,
    }
}

/// All scales of a tree; whether it holds nothing else.
fn collect_scales(scales: &Value, found: &mut Vec<f64>) -> bool {
    match scales {
        Value::Null => true,
        Value::String(text) => {
            let scale = text.parse().ok().filter(|scale: &f64| scale.is_finite() && *scale >= 0.0);
            scale.map(|scale| found.push(scale)).is_some()
        }
        Value::Array(items) => items.iter().all(|item| collect_scales(item, found)),
        Value::Object(map) => map.values().all(|item| collect_scales(item, found)),
        _ => false,
    }
}

#[cfg(test)]
mod tests;
