//! The priors of a case.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{case::Rows, number::Number, tensor::Tensor};

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
