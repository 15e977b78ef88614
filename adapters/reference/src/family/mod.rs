//! Each family's parameters and priors, in both languages. A new family is one file and one line in [`operation`](crate::operation).

mod categorical;
mod gaussian;
mod poisson;

use suite::format::{Case, Component, ComponentPrior, Parameters};

use crate::input::Refusal;

/// A family of the reference that cases can speak of.
pub trait Translate: reference::Family + 'static {
    /// The shape that a case's model has for observations of `dimension` numbers.
    fn shape_of(case: &Case, dimension: usize) -> Result<Self::Shape, Refusal>;

    /// The components that some parameters describe.
    fn read(parameters: &Parameters, case: &Case) -> Result<Self, Refusal>;

    /// A component prior, if it is one of this family's.
    fn prior(prior: &ComponentPrior) -> Result<Self::Prior, Refusal>;

    /// The components as the formats write them.
    fn written(&self) -> Vec<Component>;

    /// A covariance that all components share.
    fn shared_covariance(&self) -> Option<Vec<Vec<suite::format::Number>>> {
        None
    }
}

/// The refusal of a prior that belongs to another model.
fn foreign_prior(model: &str, known: &str) -> Refusal {
    format!("prior.components: the {model} model has the prior {known}")
}
