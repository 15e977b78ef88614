//! The reference implementation behind the door that everybody uses.
//!
//! This crate alone knows both the mathematics (`reference`) and the formats (`suite`): it translates a case into the reference's
//! types and its results back, in process as an [`Implementation`] and over the adapter
//! protocol.

mod bound;
mod cost;
mod divergence;
mod evidence;
mod family;
mod input;
mod operation;
mod serve;
pub mod theory;
mod variational;

use std::collections::BTreeMap;

use suite::{
    format::{Case, Description, Extent, Family, Operation, Precision, Structure},
    implementation::{Implementation, Response},
};

pub use cost::cost;
pub use operation::{Answered, prepare};
pub use serve::serve;

/// The reference implementation, in process.
#[derive(Clone, Debug)]
pub struct Reference {
    description: Description,
}

impl Default for Reference {
    fn default() -> Self {
        Self::new()
    }
}

impl Reference {
    /// The reference; it holds nothing but its own description.
    #[must_use]
    pub fn new() -> Self {
        let families = || {
            [
                (Family::Gaussian, Extent::Structures(Structure::ALL.to_vec())),
                (Family::Poisson, Extent::Whole(true)),
                (Family::Categorical, Extent::Whole(true)),
            ]
            .into_iter()
            .collect()
        };
        // Components that share a covariance have no marginal likelihood each.
        let bayesian = || {
            let own = Structure::ALL.iter().copied().filter(|&structure| structure != Structure::Tied).collect();
            let mut families: BTreeMap<Family, Extent> = families();
            families.insert(Family::Gaussian, Extent::Structures(own));
            families
        };
        let operations =
            [Operation::Evaluate, Operation::Maximize, Operation::Bound, Operation::Trajectory, Operation::Fit];
        let mut operations: BTreeMap<_, _> = operations.into_iter().map(|operation| (operation, families())).collect();
        operations.extend([Operation::Evidence, Operation::Variational].map(|operation| (operation, bayesian())));
        operations.insert(Operation::Divergence, divergence::families());
        Self {
            description: Description {
                name: "reference".to_owned(),
                version: env!("CARGO_PKG_VERSION").to_owned(),
                language: "Rust".to_owned(),
                precision: Precision::Binary64,
                operations,
                priors: true,
                observation_weights: true,
            },
        }
    }
}

impl Implementation for Reference {
    fn description(&self) -> &Description {
        &self.description
    }

    fn run(&mut self, case: &Case) -> Response {
        operation::run(case)
    }
}
