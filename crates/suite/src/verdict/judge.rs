//! Walks the expected blocks and the reported values side by side.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{
    Entry, Judged, Misshapen, Verdict, labels,
    shape::{self, reported_number},
};
use crate::{
    closeness::Closeness,
    error::Result,
    expected::{Block, EmptyComponents, Expected, Node},
    format::{Decimal, Precision},
    place::Place,
};

/// The key under which empty components are reported.
const EMPTY_COMPONENTS: &str = "empty_components";

/// Judges a reported result by what is expected of it.
///
/// A key that is missing or `null` is not reported, within a block too; a list of another length, or anything else that is
/// no number where one is due, is misshapen. Unknown keys, `iterations` and `converged` are not looked at. The components of
/// a `fit` are taken in the order that comes closest to the certified ones; every other operation keeps its labels.
///
/// # Errors
/// When the suite does not say what can be attained in the precision.
pub fn judge(expected: &Expected, reported: &Value, precision: Precision, slack: f64) -> Result<Verdict> {
    let mut judge = Judge { slack, verdict: Verdict::default() };
    let quantities = expected.quantities(precision)?;
    let matched = expected.any_labels.then(|| labels::matched(quantities, reported).reported);
    let reported = matched.as_ref().unwrap_or(reported);
    judge.node(&Place::default(), quantities, reported);
    judge.empty_components(&expected.empty_components, reported.get(EMPTY_COMPONENTS));
    Ok(judge.verdict)
}

struct Judge {
    slack: f64,
    verdict: Verdict,
}

impl Judge {
    fn misshapen(&mut self, place: &Place, message: String) {
        self.verdict.misshapen.push(Misshapen { place: place.clone(), message });
    }

    fn node(&mut self, place: &Place, node: &Node, reported: &Value) {
        match node {
            Node::Block(block) => self.block(place, block, reported),
            Node::Map(quantities) => self.map(place, quantities, reported),
            Node::List(certified, items) => self.list(place, certified, items, reported),
        }
    }

    fn map(&mut self, place: &Place, quantities: &[(String, Node)], reported: &Value) {
        let Value::Object(map) = reported else {
            return self.misshapen(place, format!("expected an object, found {}", shape::of_reported(reported)));
        };
        for (key, node) in quantities {
            match map.get(key) {
                None | Some(Value::Null) => self.verdict.not_reported.push(place.key(key)),
                Some(value) => self.node(&place.key(key), node, value),
            }
        }
    }

    fn list(&mut self, place: &Place, certified: &Value, items: &[Node], reported: &Value) {
        let expected_shape = shape::of_certified(certified);
        match reported {
            Value::Array(values) if values.len() == items.len() => {
                let regular = expected_shape.contains(" x ") && shape::of_reported(reported).contains(" x ");
                if regular && shape::of_reported(reported) != expected_shape {
                    return self.misshapen(place, shape::mismatch(certified, reported));
                }
                for (index, (node, value)) in items.iter().zip(values).enumerate() {
                    self.node(&place.index(index), node, value);
                }
            }
            _ => self.misshapen(place, shape::mismatch(certified, reported)),
        }
    }

    fn block(&mut self, place: &Place, block: &Block, reported: &Value) {
        let mut paired = Paired::default();
        if let Err(misshapen) = paired.pair_up(place, &block.certified, reported) {
            return self.verdict.misshapen.push(misshapen);
        }
        self.verdict.not_reported.extend(paired.not_reported);
        let mut kind_differs = false;
        let mut worst: Option<(f64, &Pair)> = None;
        for pair in &paired.pairs {
            let closeness = Closeness::of(&pair.certified, pair.reported, block.scale);
            kind_differs |= closeness.kind_differs;
            if worst.is_none_or(|(digits, _)| closeness.digits < digits) {
                worst = Some((closeness.digits, pair));
            }
        }
        // A block without numbers (a variable without levels, nothing reported) has nothing to be wrong in.
        let Some((digits, pair)) = worst else { return };
        let (attainable, worst) = (block.attainable, pair.entry());
        let passed = !kind_differs && digits >= attainable - self.slack;
        self.verdict.judged.push(Judged {
            place: place.clone(),
            digits,
            scale: block.scale,
            attainable,
            passed,
            worst,
        });
    }

    fn empty_components(&mut self, expected: &EmptyComponents, reported: Option<&Value>) {
        let place = Place::default().key(EMPTY_COMPONENTS);
        let Some(reported) = reported.filter(|value| !value.is_null()) else {
            if !expected.is_empty() {
                self.verdict.not_reported.push(place);
            }
            return;
        };
        match serde_json::from_value::<EmptyComponents>(reported.clone()) {
            Err(_) => self.misshapen(&place, "expected pairs [iteration, component]".to_owned()),
            Ok(found) if found != *expected => self.misshapen(&place, set_difference(expected, &found)),
            Ok(_) => {}
        }
    }
}

fn set_difference(expected: &EmptyComponents, found: &EmptyComponents) -> String {
    let list = |pairs: BTreeSet<&[usize; 2]>| {
        let shown: Vec<String> = pairs.iter().take(5).map(|[t, k]| format!("[{t}, {k}]")).collect();
        format!("{}{}", shown.join(", "), if pairs.len() > shown.len() { ", ..." } else { "" })
    };
    let missing: BTreeSet<_> = expected.difference(found).collect();
    let extra: BTreeSet<_> = found.difference(expected).collect();
    match (missing.is_empty(), extra.is_empty()) {
        (false, true) => format!("[iteration, component] {} was empty and is missing", list(missing)),
        (true, _) => format!("[iteration, component] {} was not empty", list(extra)),
        (false, false) => format!("expected {}, found {}", list(missing), list(extra)),
    }
}

/// A certified number and the reported one at the same place.
struct Pair {
    place: Place,
    certified: Decimal,
    reported: f64,
}

impl Pair {
    fn entry(&self) -> Entry {
        let certified = self.certified.as_str().to_owned();
        Entry { place: self.place.clone(), certified, reported: self.reported }
    }
}

/// The numbers of a block that were reported, and the places of those that were left out.
#[derive(Default)]
struct Paired {
    pairs: Vec<Pair>,
    not_reported: Vec<Place>,
}

impl Paired {
    /// Pairs all numbers of a block, or says what is no number or has another shape.
    fn pair_up(&mut self, place: &Place, certified: &Value, reported: &Value) -> std::result::Result<(), Misshapen> {
        let misshapen = || Misshapen { place: place.clone(), message: shape::mismatch(certified, reported) };
        match (certified, reported) {
            (Value::String(decimal), _) => {
                let certified = decimal.parse().expect("checked when the certified file was read");
                let reported = reported_number(reported).ok_or_else(misshapen)?;
                self.pairs.push(Pair { place: place.clone(), certified, reported });
                Ok(())
            }
            (Value::Array(items), Value::Array(values)) if items.len() == values.len() => {
                let found = shape::of_reported(reported);
                if found.ends_with(" numbers") && found != shape::of_certified(certified) {
                    return Err(misshapen());
                }
                let mut children = items.iter().zip(values).enumerate();
                children.try_for_each(|(index, (item, value))| self.pair_up(&place.index(index), item, value))
            }
            (Value::Object(items), Value::Object(values)) => items.iter().try_for_each(|(key, item)| {
                match values.get(key) {
                    None | Some(Value::Null) => self.not_reported.push(place.key(key)),
                    Some(value) => self.pair_up(&place.key(key), item, value)?,
                }
                Ok(())
            }),
            _ => Err(misshapen()),
        }
    }
}

#[cfg(test)]
mod tests;
