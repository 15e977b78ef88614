//! The parameters of a mixture, in cases, in replies and in certified files.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{number::Number, tensor::Tensor};

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
