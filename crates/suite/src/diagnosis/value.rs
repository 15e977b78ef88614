//! Numbers within JSON values: changed one by one, or read as lists and matrices.

use serde_json::{Map, Value};

use crate::{
    format::{Decimal, Number},
    verdict::reported_number,
};

/// A number as the formats write it.
#[must_use]
pub fn number(x: f64) -> Value {
    serde_json::to_value(Number(x)).expect("a number is JSON")
}

/// A list of numbers.
#[must_use]
pub fn of_list(list: &[f64]) -> Value {
    list.iter().copied().map(number).collect()
}

/// A matrix by its rows.
#[must_use]
pub fn of_matrix(rows: &[Vec<f64>]) -> Value {
    rows.iter().map(|row| of_list(row)).collect()
}

/// A certified value in doubles.
#[must_use]
pub fn nearest(certified: &Value) -> Value {
    match certified {
        Value::String(text) => text.parse().map_or(Value::Null, |decimal: Decimal| number(decimal.nearest())),
        Value::Array(items) => items.iter().map(nearest).collect(),
        Value::Object(map) => map.iter().map(|(key, item)| (key.clone(), nearest(item))).collect::<Map<_, _>>().into(),
        other => other.clone(),
    }
}

/// A number of an answer.
#[must_use]
pub fn read(value: &Value) -> Option<f64> {
    reported_number(value)
}

/// A list of numbers.
#[must_use]
pub fn list(value: &Value) -> Option<Vec<f64>> {
    value.as_array()?.iter().map(read).collect()
}

/// A list of rows of one length.
#[must_use]
pub fn matrix(value: &Value) -> Option<Vec<Vec<f64>>> {
    let rows: Vec<Vec<f64>> = value.as_array()?.iter().map(list).collect::<Option<_>>()?;
    let width = rows.first()?.len();
    rows.iter().all(|row| row.len() == width).then_some(rows)
}

/// All numbers of a value in the order in which they are written; `None` where it holds anything else.
#[must_use]
pub fn flat(value: &Value) -> Option<Vec<f64>> {
    match value {
        Value::Array(items) => {
            let parts: Vec<Vec<f64>> = items.iter().map(flat).collect::<Option<_>>()?;
            Some(parts.concat())
        }
        Value::Object(map) => {
            let parts: Vec<Vec<f64>> = map.values().map(flat).collect::<Option<_>>()?;
            Some(parts.concat())
        }
        other => Some(vec![read(other)?]),
    }
}

/// The value with every number changed; `None` where it holds anything else.
pub fn changed(value: &Value, change: &mut dyn FnMut(f64) -> f64) -> Option<Value> {
    match value {
        Value::Array(items) => items.iter().map(|item| changed(item, change)).collect(),
        Value::Object(map) => {
            let entry = |(key, item): (&String, &Value)| Some((key.clone(), changed(item, change)?));
            map.iter().map(entry).collect::<Option<Map<_, _>>>().map(Value::Object)
        }
        other => Some(number(change(read(other)?))),
    }
}

/// Numbers in the shape of a template, whose numbers are replaced in the order in which they are written.
#[must_use]
pub fn shaped(template: &Value, numbers: &[f64]) -> Option<Value> {
    let count = flat(template)?.len();
    let mut rest = numbers.iter().copied();
    (count == numbers.len()).then(|| changed(template, &mut |_| rest.next().unwrap_or(f64::NAN)))?
}

/// The rows and columns exchanged.
#[must_use]
pub fn transposed(rows: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let width = rows.first().map_or(0, Vec::len);
    (0..width).map(|column| rows.iter().map(|row| row[column]).collect()).collect()
}

/// Parameters with one field changed, in every component that has it and beside them; `None` where nobody has it or one
/// cannot be changed. The change is told the component.
pub fn with_field(
    parameters: &Value,
    field: &str,
    change: &mut dyn FnMut(Option<usize>, &Value) -> Option<Value>,
) -> Option<Value> {
    let mut copy = parameters.clone();
    let mut found = false;
    if let Some(own) = parameters.get(field).filter(|own| !own.is_null()) {
        copy[field] = change(None, own)?;
        found = true;
    }
    for (k, component) in parameters.get("components")?.as_array()?.iter().enumerate() {
        if let Some(own) = component.get(field).filter(|own| !own.is_null()) {
            copy["components"][k][field] = change(Some(k), own)?;
            found = true;
        }
    }
    found.then_some(copy)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn numbers_are_found_wherever_they_stand() {
        let value = json!({"a": [1, [2, "inf"]], "b": 3});
        assert_eq!(flat(&value), Some(vec![1.0, 2.0, f64::INFINITY, 3.0]));
        assert_eq!(changed(&value, &mut |x| -x), Some(json!({"a": [-1.0, [-2.0, "-inf"]], "b": -3.0})));
        assert_eq!(flat(&json!(["x"])), None);
        assert_eq!(shaped(&json!([[0, 0]]), &[1.0, 2.0]), Some(json!([[1.0, 2.0]])));
        assert_eq!(shaped(&json!([[0, 0]]), &[1.0]), None);
        assert_eq!(transposed(&[vec![1.0, 2.0], vec![3.0, 4.0]]), [[1.0, 3.0], [2.0, 4.0]]);
        assert_eq!(matrix(&json!([[1], [2, 3]])), None);
    }

    #[test]
    fn a_field_is_changed_in_every_component_and_beside_them() {
        let parameters = json!({"components": [{"mean": [1]}, {"mean": [2], "covariance": 3}], "covariance": 4});
        let mut doubled = |_: Option<usize>, value: &Value| changed(value, &mut |x| 2.0 * x);
        let expected = json!({"components": [{"mean": [1]}, {"mean": [2], "covariance": 6.0}], "covariance": 8.0});
        assert_eq!(with_field(&parameters, "covariance", &mut doubled), Some(expected));
        assert_eq!(with_field(&parameters, "rate", &mut doubled), None);
    }
}
