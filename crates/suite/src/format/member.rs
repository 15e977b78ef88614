//! The two sides of a `divergence`, and the `q` of a `bound`.

use std::fmt;

use schemars::JsonSchema;
use serde::{
    Deserialize, Deserializer, Serialize,
    de::{
        self, MapAccess, SeqAccess,
        value::{MapAccessDeserializer, SeqAccessDeserializer},
    },
};

use super::{case::Rows, number::Number};

/// One member of a family, as a divergence names it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "family", rename_all = "snake_case", deny_unknown_fields)]
pub enum Member {
    /// A multivariate normal.
    Gaussian {
        /// `D`.
        mean: Vec<Number>,
        /// `D x D`.
        covariance: Rows,
    },
    /// Independent Poisson counts.
    Poisson {
        /// `D`.
        rate: Vec<Number>,
    },
    /// One categorical variable.
    Categorical {
        /// `C`.
        probabilities: Vec<Number>,
    },
    /// A gamma distribution.
    Gamma {
        /// `a`.
        shape: Number,
        /// `b`.
        rate: Number,
    },
    /// A Dirichlet distribution.
    Dirichlet {
        /// `C`.
        concentration: Vec<Number>,
    },
    /// A normal-inverse-Wishart distribution.
    NormalInverseWishart {
        /// `m0`, `D`.
        mean: Vec<Number>,
        /// `κ`.
        mean_precision: Number,
        /// `ν`.
        degrees_of_freedom: Number,
        /// `Ψ`, `D x D`.
        scale: Rows,
    },
}

impl Member {
    /// The family's name in the files.
    #[must_use]
    pub fn family_name(&self) -> &'static str {
        match self {
            Self::Gaussian { .. } => "gaussian",
            Self::Poisson { .. } => "poisson",
            Self::Categorical { .. } => "categorical",
            Self::Gamma { .. } => "gamma",
            Self::Dirichlet { .. } => "dirichlet",
            Self::NormalInverseWishart { .. } => "normal_inverse_wishart",
        }
    }
}

/// The `q` of a `bound` (rows over components) or of a `divergence` (a member of a family).
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum Q {
    /// `N x K`.
    Rows(Rows),
    /// The first member of a divergence.
    Member(Member),
}

impl<'de> Deserialize<'de> for Q {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> de::Visitor<'de> for Visitor {
            type Value = Q;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list of rows or a member of a family")
            }
            fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Q, A::Error> {
                Vec::deserialize(SeqAccessDeserializer::new(seq)).map(Q::Rows)
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Q, A::Error> {
                Member::deserialize(MapAccessDeserializer::new(map)).map(Q::Member)
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
    fn a_q_is_rows_or_a_member_that_knows_its_family() {
        let read = |value: Value| serde_json::from_value::<Q>(value);
        assert_eq!(read(json!([[0.5, "inf"]])).unwrap(), Q::Rows(vec![vec![Number(0.5), Number(f64::INFINITY)]]));
        for (family, rest) in [
            ("gaussian", json!({"mean": [0], "covariance": [[1]]})),
            ("poisson", json!({"rate": [1]})),
            ("categorical", json!({"probabilities": [1]})),
            ("gamma", json!({"shape": 1, "rate": 1})),
            ("dirichlet", json!({"concentration": [1]})),
            (
                "normal_inverse_wishart",
                json!({"mean": [0], "mean_precision": 1, "degrees_of_freedom": 3, "scale": [[1]]}),
            ),
        ] {
            let mut member = rest;
            member["family"] = json!(family);
            let Q::Member(member) = read(member).unwrap() else { panic!("{family} is read as rows") };
            assert_eq!(member.family_name(), family);
        }
        let error = read(json!(3)).unwrap_err().to_string();
        assert!(error.contains("expected a list of rows or a member of a family"), "{error}");
    }
}
