//! A case: what to compute. The file format, and the form in which a case is sent to an implementation.

use std::fmt;

use schemars::JsonSchema;
use serde::{
    Deserialize, Deserializer, Serialize,
    de::{
        self, MapAccess, SeqAccess,
        value::{MapAccessDeserializer, SeqAccessDeserializer},
    },
};

use super::{number::Number, tensor::Tensor};

/// The number of the case, certified and protocol formats that this reader knows.
pub const FORMAT: u32 = 1;

/// A list of rows.
pub type Rows = Vec<Vec<Number>>;

/// One question to an EM implementation.
///
/// A case file has all of `format`, `id`, `title`, `level` and `hunts`; a resolved case, as an implementation receives it, has
/// none of them but `format`, and its data inline. Which other fields an operation asks for is [`Operation::fields`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// The format's number, 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub format: Option<u32>,
    /// The permanent name, `family/name`: never renamed, renumbered or reused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// One line for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The difficulty.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<Level>,
    /// The kinds of defect that the case exists to expose, out of the documented list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hunts: Option<Vec<String>>,
    /// `rejected` where the input must be refused; absent where there is a certified answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expect: Option<Expect>,
    /// What to compute.
    pub operation: Operation,
    /// The observations, by name or inline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub data: Option<Data>,
    /// The family of the components.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<Model>,
    /// Priors of the mixing weights and of the components; absent for maximum likelihood.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prior: Option<Prior>,
    /// `evaluate`, `bound`: the parameters θ.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parameters: Option<Parameters>,
    /// `trajectory`, `fit`: the parameters at iteration 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub initial: Option<Parameters>,
    /// `maximize`, `variational`: responsibilities, `N x K`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub responsibilities: Option<Rows>,
    /// `bound`: a distribution over components for each row, `N x K`; `divergence`: the first member.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub q: Option<Q>,
    /// `divergence`: the second member.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub p: Option<Member>,
    /// `evidence`: the number of components K.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub components: Option<usize>,
    /// `trajectory`, `variational`: how many iterations T.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub iterations: Option<usize>,
    /// `trajectory`: the iterations whose parameters are wanted; 0 is the start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<Vec<usize>>,
    /// `fit`: the relative change of `log_joint` per iteration at which to stop.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tolerance: Option<Number>,
    /// `fit`: the most iterations.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_iterations: Option<usize>,
}

/// The difficulty of a case, graded as the NIST Statistical Reference Datasets grade theirs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Any sound implementation gets nearly every attainable digit.
    Lower,
    /// Real data, real length.
    Average,
    /// Numerically hard.
    Higher,
}

/// What is expected other than an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Expect {
    /// The input must be refused.
    Rejected,
}

/// The operations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Operation {
    /// Densities, evidence and responsibilities at given parameters.
    Evaluate,
    /// The M-step alone, from given responsibilities.
    Maximize,
    /// ELBO and KL of a given `q`.
    Bound,
    /// Exactly T iterations of EM.
    Trajectory,
    /// EM until it stops.
    Fit,
    /// The log evidence of the Bayesian mixture.
    Evidence,
    /// Mean-field coordinate ascent.
    Variational,
    /// The KL divergence of two members of one family.
    Divergence,
}

/// The fields an operation asks for: `(required, optional)`, beside the header.
pub type Fields = (&'static [&'static str], &'static [&'static str]);

impl Operation {
    /// Every operation, in the order of the formats page.
    pub const ALL: [Self; 8] = [
        Self::Evaluate,
        Self::Maximize,
        Self::Bound,
        Self::Trajectory,
        Self::Fit,
        Self::Evidence,
        Self::Variational,
        Self::Divergence,
    ];

    /// The name in the files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Evaluate => "evaluate",
            Self::Maximize => "maximize",
            Self::Bound => "bound",
            Self::Trajectory => "trajectory",
            Self::Fit => "fit",
            Self::Evidence => "evidence",
            Self::Variational => "variational",
            Self::Divergence => "divergence",
        }
    }

    /// The required and the optional fields of a case with this operation.
    #[must_use]
    pub fn fields(self) -> Fields {
        match self {
            Self::Evaluate => (&["data", "model", "parameters"], &["prior"]),
            Self::Maximize => (&["data", "model", "responsibilities"], &["prior"]),
            Self::Bound => (&["data", "model", "parameters", "q"], &["prior"]),
            Self::Trajectory => (&["data", "model", "initial", "iterations", "record"], &["prior"]),
            Self::Fit => (&["data", "model", "initial", "tolerance", "max_iterations"], &["prior"]),
            Self::Evidence => (&["data", "model", "prior", "components"], &[]),
            Self::Variational => (&["data", "model", "prior", "responsibilities", "iterations"], &[]),
            Self::Divergence => (&["q", "p"], &[]),
        }
    }
}

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl Case {
    /// The names of the operation's fields that are present, in the order of the format.
    fn present_fields(&self) -> Vec<&'static str> {
        [
            ("data", self.data.is_some()),
            ("model", self.model.is_some()),
            ("prior", self.prior.is_some()),
            ("parameters", self.parameters.is_some()),
            ("initial", self.initial.is_some()),
            ("responsibilities", self.responsibilities.is_some()),
            ("q", self.q.is_some()),
            ("p", self.p.is_some()),
            ("components", self.components.is_some()),
            ("iterations", self.iterations.is_some()),
            ("record", self.record.is_some()),
            ("tolerance", self.tolerance.is_some()),
            ("max_iterations", self.max_iterations.is_some()),
        ]
        .into_iter()
        .filter_map(|(name, present)| present.then_some(name))
        .collect()
    }

    /// Checks that the operation has every field it needs and none that it does not read.
    ///
    /// # Errors
    /// A sentence that names the operation and the field.
    pub fn check_fields(&self) -> Result<(), String> {
        let (required, optional) = self.operation.fields();
        let present = self.present_fields();
        if let Some(missing) = required.iter().find(|field| !present.contains(field)) {
            return Err(format!("`{}` needs the field `{missing}`", self.operation));
        }
        match present.iter().find(|field| !required.contains(field) && !optional.contains(field)) {
            Some(extra) => Err(format!("`{}` has no field `{extra}`", self.operation)),
            None => Ok(()),
        }
    }

    /// The id of a case read from a file; `(unnamed)` for a resolved case.
    #[must_use]
    pub fn name(&self) -> &str {
        self.id.as_deref().unwrap_or("(unnamed)")
    }

    /// The family and structure, `gaussian/full` or `poisson`; for a divergence its members' family.
    #[must_use]
    pub fn family_label(&self) -> String {
        match (&self.model, &self.p) {
            (Some(model), _) => model.label(),
            (None, Some(member)) => member.family_name().to_owned(),
            (None, None) => "(no model)".to_owned(),
        }
    }
}

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

/// The family of the components.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Model {
    /// The family.
    pub family: Family,
    /// The covariance structure; for `gaussian` alone, and required there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub covariance: Option<Structure>,
    /// The number of levels of each variable; for `categorical` alone, and required there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub levels: Option<Vec<usize>>,
}

impl Model {
    /// `gaussian/full`, `poisson`, `categorical`.
    #[must_use]
    pub fn label(&self) -> String {
        match self.covariance {
            Some(structure) => format!("{}/{}", self.family.name(), structure.name()),
            None => self.family.name().to_owned(),
        }
    }
}

/// The families.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Family {
    /// Multivariate normal.
    Gaussian,
    /// Independent Poisson counts.
    Poisson,
    /// Independent categorical variables.
    Categorical,
}

impl Family {
    /// Every family.
    pub const ALL: [Self; 3] = [Self::Gaussian, Self::Poisson, Self::Categorical];

    /// The name in the files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Gaussian => "gaussian",
            Self::Poisson => "poisson",
            Self::Categorical => "categorical",
        }
    }
}

/// The covariance structures of a Gaussian mixture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Structure {
    /// `Σ = I`, known.
    Identity,
    /// `σ_k² I`.
    Spherical,
    /// A diagonal for each component.
    Diagonal,
    /// A full matrix for each component.
    Full,
    /// One full matrix for all components.
    Tied,
}

impl Structure {
    /// Every structure.
    pub const ALL: [Self; 5] = [Self::Identity, Self::Spherical, Self::Diagonal, Self::Full, Self::Tied];

    /// The name in the files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Identity => "identity",
            Self::Spherical => "spherical",
            Self::Diagonal => "diagonal",
            Self::Full => "full",
            Self::Tied => "tied",
        }
    }
}

/// The parameters of a mixture, wherever they stand. `T` is [`Number`] in a case and a reply, a decimal string in a
/// certified file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, bound = "T: Serialize + serde::de::DeserializeOwned")]
pub struct Parameters<T = Number> {
    /// Mixing weights, `K`.
    pub weights: Vec<T>,
    /// One entry a component.
    pub components: Vec<Component<T>>,
    /// The shared covariance of the `tied` structure, `D x D`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub covariance: Option<Vec<Vec<T>>>,
}

/// The parameters of one component.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, bound = "T: Serialize + serde::de::DeserializeOwned")]
pub struct Component<T = Number> {
    /// Gaussian: the mean, `D`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mean: Option<Vec<T>>,
    /// Gaussian: `D x D` (full), `D` (diagonal), one number (spherical), absent (identity, tied).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub covariance: Option<Tensor<T>>,
    /// Poisson: the rates, `D`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate: Option<Vec<T>>,
    /// Categorical: for each variable `d` the probabilities of its `C_d` levels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub probabilities: Option<Vec<Vec<T>>>,
}

impl<T> Default for Component<T> {
    fn default() -> Self {
        Self { mean: None, covariance: None, rate: None, probabilities: None }
    }
}

/// The prior: of the mixing weights, of every component alike, or of both.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Prior {
    /// The prior of the mixing weights.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weights: Option<WeightsPrior>,
    /// The prior of each component's parameters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub components: Option<ComponentPrior>,
}

/// Priors of the mixing weights.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum WeightsPrior {
    /// `π ~ Dir(α)`, `α` of length `K`.
    Dirichlet(Vec<Number>),
}

/// Conjugate priors of the components.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum ComponentPrior {
    /// Gaussian identity: `μ ~ N(mean, I/precision)`.
    Normal {
        /// `m0`, `D`.
        mean: Vec<Number>,
        /// `κ`.
        precision: Number,
    },
    /// Gaussian full and tied: `μ|Σ ~ N(mean, Σ/mean_precision)`, `Σ ~ IW(degrees_of_freedom, scale)`.
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
    /// Gaussian diagonal (`scale` has `D` numbers) and spherical (`scale` is one number).
    NormalInverseGamma {
        /// `m0`, `D`.
        mean: Vec<Number>,
        /// `κ`.
        mean_precision: Number,
        /// `a`.
        shape: Number,
        /// `b`.
        scale: Tensor,
    },
    /// Poisson: `λ_d ~ Gamma(shape_d, rate_d)`, a density of `λ`.
    Gamma {
        /// `a`, `D`.
        shape: Vec<Number>,
        /// `b`, `D`.
        rate: Vec<Number>,
    },
    /// Categorical: `p_d ~ Dir(concentration_d)`, a density of `p`.
    Dirichlet {
        /// `α_d`, for each variable its `C_d` numbers.
        concentration: Rows,
    },
    /// Poisson and categorical: the conjugate prior as a density of the natural parameter.
    Natural {
        /// `φ`: `D` numbers (Poisson), for each variable its `C_d` numbers (categorical).
        pseudo_observations: Tensor,
        /// `ν` (Poisson alone).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pseudo_count: Option<Number>,
    },
}

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
