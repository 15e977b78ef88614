//! Numbers as the formats write them: an IEEE-754 binary64, with the three values JSON lacks spelled as strings.

use std::{borrow::Cow, fmt};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A binary64. A decimal in a file denotes its nearest double; `"inf"`, `"-inf"` and `"nan"` stand for what JSON cannot write.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Number(pub f64);

impl From<f64> for Number {
    fn from(value: f64) -> Self {
        Self(value)
    }
}

impl From<Number> for f64 {
    fn from(number: Number) -> Self {
        number.0
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match non_finite_name(self.0) {
            Some(name) => f.write_str(name),
            None => write!(f, "{}", self.0),
        }
    }
}

/// The spelling of a non-finite double, `None` for a finite one.
#[must_use]
pub fn non_finite_name(value: f64) -> Option<&'static str> {
    if value.is_nan() {
        Some("nan")
    } else if value.is_infinite() {
        Some(if value > 0.0 { "inf" } else { "-inf" })
    } else {
        None
    }
}

/// The double that `"inf"`, `"-inf"` or `"nan"` stands for.
#[must_use]
pub fn non_finite_value(name: &str) -> Option<f64> {
    match name {
        "inf" => Some(f64::INFINITY),
        "-inf" => Some(f64::NEG_INFINITY),
        "nan" => Some(f64::NAN),
        _ => None,
    }
}

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match non_finite_name(self.0) {
            Some(name) => serializer.serialize_str(name),
            None => serializer.serialize_f64(self.0),
        }
    }
}

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl de::Visitor<'_> for Visitor {
            type Value = Number;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a number, \"inf\", \"-inf\" or \"nan\"")
            }
            fn visit_f64<E>(self, value: f64) -> Result<Number, E> {
                Ok(Number(value))
            }
            fn visit_i64<E>(self, value: i64) -> Result<Number, E> {
                Ok(Number(value as f64))
            }
            fn visit_u64<E>(self, value: u64) -> Result<Number, E> {
                Ok(Number(value as f64))
            }
            fn visit_str<E: de::Error>(self, name: &str) -> Result<Number, E> {
                non_finite_value(name).map(Number).ok_or_else(|| E::invalid_value(de::Unexpected::Str(name), &self))
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}

impl JsonSchema for Number {
    fn schema_name() -> Cow<'static, str> {
        "Number".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "an IEEE-754 binary64; what JSON cannot write is a string",
            "anyOf": [{ "type": "number" }, { "enum": ["inf", "-inf", "nan"] }]
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn read(value: Value) -> Result<Number, String> {
        serde_json::from_value(value).map_err(|error| error.to_string())
    }

    #[test]
    fn what_json_cannot_write_has_a_name() {
        for (value, name) in
            [(f64::INFINITY, "inf"), (f64::NEG_INFINITY, "-inf"), (f64::NAN, "nan"), (-f64::NAN, "nan")]
        {
            assert_eq!(non_finite_name(value), Some(name));
            assert_eq!(serde_json::to_value(Number(value)).unwrap(), json!(name));
            assert_eq!(Number(value).to_string(), name);
            let back = f64::from(read(json!(name)).unwrap());
            assert!(back == value || back.is_nan() && value.is_nan(), "{name}");
        }
        for value in [0.0, -1.5, f64::MAX, f64::MIN_POSITIVE] {
            assert_eq!(non_finite_name(value), None);
            assert_eq!(serde_json::to_value(Number(value)).unwrap(), json!(value));
            assert_eq!(read(json!(value)), Ok(Number::from(value)));
        }
        assert_eq!(Number(-1.5).to_string(), "-1.5");
        assert_eq!((read(json!(3)), read(json!(-3))), (Ok(Number(3.0)), Ok(Number(-3.0))));
    }

    #[test]
    fn other_names_and_other_things_are_no_numbers() {
        for value in [json!("Infinity"), json!("1"), json!(null), json!([1]), json!(true)] {
            let error = read(value.clone()).unwrap_err();
            assert!(error.contains("expected a number, \"inf\", \"-inf\" or \"nan\""), "{value}: {error}");
        }
        let schema = schemars::schema_for!(Number).to_value();
        assert_eq!((&schema["title"], schema["anyOf"].as_array().map(Vec::len)), (&json!("Number"), Some(2)));
    }
}
