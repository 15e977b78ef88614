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

impl Data {
    /// Checks that the observations are said once, and that weights and columns are said in the way of the observations.
    ///
    /// # Errors
    /// A sentence that names the field.
    pub fn check(&self) -> Result<(), String> {
        let of_set = self.set.is_some();
        if of_set == self.observations.is_some() {
            return Err("`data` needs one of the fields `set` and `observations`".to_owned());
        }
        if self.columns.is_some() && !of_set {
            return Err("`data` has `columns`, but no `set` that they are of".to_owned());
        }
        match (&self.weights, of_set) {
            (Some(Weights::Values(_)), true) => Err("the `weights` of a `set` are the name of a column".to_owned()),
            (Some(Weights::Column(_)), false) => {
                Err("the `weights` of `observations` are a list of numbers".to_owned())
            }
            _ => Ok(()),
        }
    }
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

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn observations_are_said_once_and_weights_in_their_way() {
        let check = |data: Value| serde_json::from_value::<Data>(data).unwrap().check();
        for data in [
            json!({"set": "s"}),
            json!({"set": "s", "columns": ["x"], "weights": "n"}),
            json!({"observations": []}),
            json!({"observations": [[1]], "weights": [2]}),
        ] {
            assert_eq!(check(data), Ok(()));
        }
        for (data, words) in [
            (json!({}), "needs one of the fields `set` and `observations`"),
            (json!({"set": "s", "observations": [[1]]}), "needs one of the fields `set` and `observations`"),
            (json!({"observations": [[1]], "columns": ["x"]}), "`columns`, but no `set`"),
            (json!({"observations": [[1]], "weights": "n"}), "the `weights` of `observations` are a list of numbers"),
            (json!({"set": "s", "weights": [1]}), "the `weights` of a `set` are the name of a column"),
        ] {
            assert!(check(data).unwrap_err().contains(words), "{words}");
        }
    }

    #[test]
    fn weights_are_a_name_or_numbers() {
        let read = |value: Value| serde_json::from_value::<Weights>(value);
        assert_eq!(read(json!("n")).unwrap(), Weights::Column("n".to_owned()));
        assert_eq!(read(json!([1, 0.5])).unwrap(), Weights::Values(vec![Number(1.0), Number(0.5)]));
        let error = read(json!(3)).unwrap_err().to_string();
        assert!(error.contains("expected a column's name or a list of numbers"), "{error}");
    }
}
