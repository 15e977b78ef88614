//! The results of the operations, as an implementation reports them (`T` = [`Number`]) and as they are certified
//! (`T` = [`Decimal`](super::Decimal)).
//!
//! Every field may be absent: an implementation leaves out what it cannot give, and a quantity without certified digits is
//! not golden. Unknown keys of a reply are ignored.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use super::{number::Number, parameters::Parameters};

/// The result of `evaluate`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(bound = "T: Serialize + DeserializeOwned")]
pub struct Evaluation<T = Number> {
    /// `log p(x_n|θ_k)`, `N x K`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub log_densities: Option<Vec<Vec<T>>>,
    /// `log p(x_n|θ)` without the observation's weight, `N`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub log_evidence_terms: Option<Vec<T>>,
    /// `Σ_n w_n log p(x_n|θ)`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub log_evidence: Option<T>,
    /// `log_evidence + log_prior`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub log_joint: Option<T>,
    /// `p(z_n = k | x_n, θ)`, `N x K`; left out where some observation has probability 0 under every component.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub responsibilities: Option<Vec<Vec<T>>>,
}

/// The result of `maximize`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(bound = "T: Serialize + DeserializeOwned")]
pub struct Maximum<T = Number> {
    /// The maximiser of the ELBO for the given responsibilities.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parameters: Option<Parameters<T>>,
}

/// The result of `trajectory`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(bound = "T: Serialize + DeserializeOwned")]
pub struct Trajectory<T = Number> {
    /// At the parameters after 0, 1, ..., T iterations, `T + 1`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub log_evidence: Option<Vec<T>>,
    /// At the parameters after 0, 1, ..., T iterations, `T + 1`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub log_joint: Option<Vec<T>>,
    /// The parameters after each recorded iteration.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parameters: Option<BTreeMap<usize, Parameters<T>>>,
    /// `[t, k]` where component `k` was empty in the M-step of iteration `t` and kept its parameters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub empty_components: Option<Vec<[usize; 2]>>,
}

/// The result of `fit`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(bound = "T: Serialize + DeserializeOwned")]
pub struct Fit<T = Number> {
    /// Where the iteration stopped.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parameters: Option<Parameters<T>>,
    /// At those parameters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub log_evidence: Option<T>,
    /// At those parameters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub log_joint: Option<T>,
    /// How many iterations were made; never compared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub iterations: Option<usize>,
    /// Whether it stopped by its own rule; never compared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub converged: Option<bool>,
}

/// The result of `bound`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(bound = "T: Serialize + DeserializeOwned")]
pub struct Bound<T = Number> {
    /// `log_prior + Σ_n w_n Σ_k q_nk (ℓ_nk - log q_nk)`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub elbo: Option<T>,
    /// `Σ_n w_n Σ_k q_nk log(q_nk / r_nk)`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kl: Option<T>,
    /// `log_evidence + log_prior`, which is `elbo + kl`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub log_joint: Option<T>,
}

/// The result of `evidence`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(bound = "T: Serialize + DeserializeOwned")]
pub struct Evidence<T = Number> {
    /// `log Σ_z p(z) Π_k m(X_k)`, over all assignments.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub log_model_evidence: Option<T>,
}

/// The result of `variational`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(bound = "T: Serialize + DeserializeOwned")]
pub struct Variational<T = Number> {
    /// At `(r^t, q^t)` for `t` = 0, 1, ..., T, every constant included, `T + 1`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub elbo: Option<Vec<T>>,
    /// `r^T`, `N x K`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub responsibilities: Option<Vec<Vec<T>>>,
}

/// The result of `divergence`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(bound = "T: Serialize + DeserializeOwned")]
pub struct Divergence<T = Number> {
    /// `kl(q ‖ p)` in nats, infinite where `q` is not absolutely continuous with respect to `p`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kl: Option<T>,
}

/// The result of an operation.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(untagged, bound = "T: Serialize + DeserializeOwned")]
pub enum Answer<T = Number> {
    /// Of `evaluate`.
    Evaluation(Evaluation<T>),
    /// Of `maximize`.
    Maximum(Maximum<T>),
    /// Of `trajectory`.
    Trajectory(Trajectory<T>),
    /// Of `fit`.
    Fit(Fit<T>),
    /// Of `bound`.
    Bound(Bound<T>),
    /// Of `evidence`.
    Evidence(Evidence<T>),
    /// Of `variational`.
    Variational(Variational<T>),
    /// Of `divergence`.
    Divergence(Divergence<T>),
}
