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
