//! The observations of a case.

use std::fmt;

use schemars::JsonSchema;
use serde::{
    Deserialize, Deserializer, Serialize,
    de::{self, SeqAccess, value::SeqAccessDeserializer},
};

use super::{case::Rows, number::Number};

/// The observations: a data set of the library by name, or inline rows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Data {
    /// The name of a data set in `data/`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub set: Option<String>,
    /// The columns to use, in this order; all but the weights where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub columns: Option<Vec<String>>,
    /// `N` rows of `D` numbers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub observations: Option<Rows>,
    /// With `set` the name of a frequency column, with `observations` the `N` weights; 1 where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weights: Option<Weights>,
}

/// Observation weights: a column's name, or the values.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum Weights {
    /// The frequency column of a data set.
    Column(String),
    /// One weight an observation.
    Values(Vec<Number>),
}

impl<'de> Deserialize<'de> for Weights {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> de::Visitor<'de> for Visitor {
            type Value = Weights;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a column's name or a list of numbers")
            }
            fn visit_str<E>(self, name: &str) -> Result<Weights, E> {
                Ok(Weights::Column(name.to_owned()))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Weights, A::Error> {
                Vec::deserialize(SeqAccessDeserializer::new(seq)).map(Weights::Values)
            }
        }
        deserializer.deserialize_any(Visitor)
    }
}
