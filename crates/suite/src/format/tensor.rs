//! Numbers nested no, one or two levels deep: the fields whose shape depends on the family.

use std::{borrow::Cow, fmt, marker::PhantomData};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{
    Deserialize, Deserializer, Serialize,
    de::{self, IntoDeserializer, SeqAccess, value::SeqAccessDeserializer},
};

use super::number::Number;

/// A scalar, a vector, or a matrix given by its rows.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Tensor<T = Number> {
    /// One number.
    Scalar(T),
    /// A list of numbers.
    Vector(Vec<T>),
    /// A list of rows, not necessarily of one length.
    Matrix(Vec<Vec<T>>),
}

/// What stands at the first place of a list decides between a vector and a matrix.
enum Entry<T> {
    Number(T),
    Row(Vec<T>),
}

struct EntryVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> de::Visitor<'de> for EntryVisitor<T> {
    type Value = Entry<T>;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number or a list of numbers")
    }
    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Self::Value, E> {
        T::deserialize(value.into_deserializer()).map(Entry::Number)
    }
    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Self::Value, E> {
        T::deserialize(value.into_deserializer()).map(Entry::Number)
    }
    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Self::Value, E> {
        T::deserialize(value.into_deserializer()).map(Entry::Number)
    }
    fn visit_str<E: de::Error>(self, value: &str) -> Result<Self::Value, E> {
        T::deserialize(value.into_deserializer()).map(Entry::Number)
    }
    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Self::Value, A::Error> {
        Vec::deserialize(SeqAccessDeserializer::new(seq)).map(Entry::Row)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Entry<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(EntryVisitor(PhantomData))
    }
}

struct TensorVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> de::Visitor<'de> for TensorVisitor<T> {
    type Value = Tensor<T>;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number, a list of numbers or a list of rows")
    }
    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Self::Value, E> {
        T::deserialize(value.into_deserializer()).map(Tensor::Scalar)
    }
    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Self::Value, E> {
        T::deserialize(value.into_deserializer()).map(Tensor::Scalar)
    }
    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Self::Value, E> {
        T::deserialize(value.into_deserializer()).map(Tensor::Scalar)
    }
    fn visit_str<E: de::Error>(self, value: &str) -> Result<Self::Value, E> {
        T::deserialize(value.into_deserializer()).map(Tensor::Scalar)
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        match seq.next_element::<Entry<T>>()? {
            None => Ok(Tensor::Vector(Vec::new())),
            Some(Entry::Number(first)) => {
                let mut vector = vec![first];
                while let Some(next) = seq.next_element()? {
                    vector.push(next);
                }
                Ok(Tensor::Vector(vector))
            }
            Some(Entry::Row(first)) => {
                let mut rows = vec![first];
                while let Some(next) = seq.next_element()? {
                    rows.push(next);
                }
                Ok(Tensor::Matrix(rows))
            }
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Tensor<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TensorVisitor(PhantomData))
    }
}

impl<T: JsonSchema> JsonSchema for Tensor<T> {
    fn schema_name() -> Cow<'static, str> {
        format!("Tensor_of_{}", T::schema_name()).into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let number = generator.subschema_for::<T>();
        json_schema!({
            "description": "a scalar, a vector, or a matrix given by its rows",
            "anyOf": [
                number,
                { "type": "array", "items": number },
                { "type": "array", "items": { "type": "array", "items": number } }
            ]
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn read(value: Value) -> Result<Tensor, String> {
        serde_json::from_value(value).map_err(|error| error.to_string())
    }

    #[test]
    fn numbers_nest_no_one_or_two_levels_deep() {
        let n = Number;
        for (value, tensor) in [
            (json!(1.5), Tensor::Scalar(n(1.5))),
            (json!(-2), Tensor::Scalar(n(-2.0))),
            (json!(3), Tensor::Scalar(n(3.0))),
            (json!("-inf"), Tensor::Scalar(n(f64::NEG_INFINITY))),
            (json!([]), Tensor::Vector(vec![])),
            (json!([1, -2, 0.5, "inf"]), Tensor::Vector([1.0, -2.0, 0.5, f64::INFINITY].map(n).to_vec())),
            (json!([0.5]), Tensor::Vector(vec![n(0.5)])),
            (json!([-1]), Tensor::Vector(vec![n(-1.0)])),
            (json!(["inf"]), Tensor::Vector(vec![n(f64::INFINITY)])),
            (json!([[1, 2], [3]]), Tensor::Matrix(vec![vec![n(1.0), n(2.0)], vec![n(3.0)]])),
        ] {
            assert_eq!(read(value.clone()), Ok(tensor), "{value}");
        }
    }

    #[test]
    fn what_is_none_of_them_is_refused_in_words() {
        for (value, words) in [
            (json!({}), "expected a number, a list of numbers or a list of rows"),
            (json!([{}]), "expected a number or a list of numbers"),
            (json!("one"), "\"one\""),
            (json!(["one"]), "\"one\""),
            (json!([1, [2]]), "invalid type: sequence"),
            (json!([[1], 2]), "invalid type: integer"),
        ] {
            assert!(read(value.clone()).unwrap_err().contains(words), "{value}: {:?}", read(value.clone()));
        }
    }

    #[test]
    fn the_schema_is_named_after_the_number() {
        assert_eq!(Tensor::<Number>::schema_name(), "Tensor_of_Number");
        let schema = schemars::schema_for!(Tensor).to_value();
        assert_eq!(schema["anyOf"].as_array().map(Vec::len), Some(3));
    }
}
