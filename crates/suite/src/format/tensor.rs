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
