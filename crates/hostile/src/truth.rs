//! Certified values as an implementation would report them.

use serde_json::{Map, Value, json};
use suite::format::{Decimal, Number};

/// A certified value with the nearest double in place of each decimal.
#[must_use]
pub fn in_doubles(certified: &Value) -> Value {
    match certified {
        Value::String(text) => text.parse().map_or(Value::Null, |decimal: Decimal| json!(Number(decimal.nearest()))),
        Value::Array(items) => items.iter().map(in_doubles).collect(),
        Value::Object(map) => {
            map.iter().map(|(key, item)| (key.clone(), in_doubles(item))).collect::<Map<_, _>>().into()
        }
        other => other.clone(),
    }
}
