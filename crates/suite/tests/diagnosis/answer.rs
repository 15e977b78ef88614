//! Answers, and their numbers one by one.

use serde_json::{Map, Value, json};
use suite::format::{Case, Decimal, Number};

/// A certified result in doubles.
pub fn in_doubles(certified: &Value) -> Value {
    match certified {
        Value::String(text) => number(text.parse::<Decimal>().expect("a certified number").nearest()),
        Value::Array(items) => items.iter().map(in_doubles).collect(),
        Value::Object(map) => Value::Object(map.iter().map(|(key, item)| (key.clone(), in_doubles(item))).collect()),
        other => other.clone(),
    }
}

pub fn number(x: f64) -> Value {
    serde_json::to_value(Number(x)).expect("a number")
}

pub fn read(value: &Value) -> f64 {
    serde_json::from_value::<Number>(value.clone()).expect("a number").0
}

/// Every number changed.
pub fn changed(value: &Value, change: &dyn Fn(f64) -> f64) -> Value {
    match value {
        Value::Array(items) => items.iter().map(|item| changed(item, change)).collect(),
        Value::Object(map) => {
            map.iter().map(|(key, item)| (key.clone(), changed(item, change))).collect::<Map<_, _>>().into()
        }
        other => number(change(read(other))),
    }
}

/// Changes a quantity, where the answer has it.
pub fn edit(answer: &mut Value, key: &str, change: &dyn Fn(&Value) -> Value) -> Option<()> {
    let own = answer.get(key)?.clone();
    answer[key] = change(&own);
    Some(())
}

pub fn edit_numbers(answer: &mut Value, keys: &[&str], change: &dyn Fn(f64) -> f64) -> Option<()> {
    let edited = keys.iter().filter(|key| edit(answer, key, &|value| changed(value, change)).is_some()).count();
    (edited > 0).then_some(())
}

/// Changes each set of parameters, told the iteration.
pub fn edit_parameters(answer: &mut Value, change: &dyn Fn(Option<usize>, &Value) -> Option<Value>) -> Option<()> {
    let parameters = answer.get("parameters")?.clone();
    if parameters.get("components").is_some() {
        answer["parameters"] = change(None, &parameters)?;
        return Some(());
    }
    for (t, set) in parameters.as_object()? {
        answer["parameters"][t] = change(t.parse().ok(), set)?;
    }
    Some(())
}

/// Changes one field of each set of parameters, in the components and beside them; told the set and the component.
pub fn edit_field(answer: &mut Value, field: &str, change: &dyn Fn(&Value, usize, &Value) -> Value) -> Option<()> {
    edit_parameters(answer, &|_, set| {
        let mut copy = set.clone();
        let mut any = false;
        if let Some(own) = set.get(field) {
            copy[field] = change(set, 0, own);
            any = true;
        }
        for (k, component) in set["components"].as_array()?.iter().enumerate() {
            if let Some(own) = component.get(field) {
                copy["components"][k][field] = change(set, k, own);
                any = true;
            }
        }
        any.then_some(copy)
    })
}

pub fn rows(value: &Value) -> Option<Vec<Vec<f64>>> {
    value.as_array()?.iter().map(|row| Some(row.as_array()?.iter().map(read).collect())).collect()
}

pub fn of_rows(rows: &[Vec<f64>]) -> Value {
    rows.iter().map(|row| row.iter().copied().map(number).collect::<Value>()).collect()
}

pub fn transposed(rows: &[Vec<f64>]) -> Vec<Vec<f64>> {
    (0..rows[0].len()).map(|j| rows.iter().map(|row| row[j]).collect()).collect()
}

/// N, D and the total weight.
pub fn size(case: &Case) -> Option<(f64, f64, f64)> {
    let value = json!(case);
    let observations = value["data"]["observations"].as_array()?;
    let n = observations.len() as f64;
    let total = value["data"]["weights"].as_array().map_or(n, |weights| weights.iter().map(read).sum());
    Some((n, observations[0].as_array()?.len() as f64, total))
}
