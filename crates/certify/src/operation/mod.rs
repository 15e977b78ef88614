//! The operations: each reads its case, computes at one precision, and gives its result as a tree of enclosures.

pub(crate) mod bound;
mod divergence;
mod evaluate;
mod evidence;
pub mod fit;
mod maximize;
mod trajectory;
mod variational;

use suite::format::{Case, Operation};

use crate::{failure::Failure, input::Reader, tree::Tree};

/// Computes what is asked of a case at the precision of the reader.
pub type Certifier = fn(&Case, &mut Reader<'_>) -> Result<Tree, Failure>;

/// What is computed in one go; [`fit`] has a way of its own.
const CERTIFIERS: &[(Operation, Certifier)] = &[
    (Operation::Evaluate, evaluate::evaluate),
    (Operation::Maximize, maximize::maximize),
    (Operation::Trajectory, trajectory::trajectory),
    (Operation::Bound, bound::bound),
    (Operation::Evidence, evidence::evidence),
    (Operation::Variational, variational::variational),
    (Operation::Divergence, divergence::divergence),
];

/// Whether there can be certified values for an operation.
#[must_use]
pub fn has_values(operation: Operation) -> bool {
    operation == Operation::Fit || CERTIFIERS.iter().any(|(known, _)| *known == operation)
}

/// The result of a case.
///
/// # Errors
/// When the input must be refused, this precision is not enough, or the operation has no certifier.
pub fn compute(case: &Case, reader: &mut Reader<'_>) -> Result<Tree, Failure> {
    match CERTIFIERS.iter().find(|(operation, _)| *operation == case.operation) {
        Some((_, certifier)) => certifier(case, reader),
        None => Err(Failure::NoCertifier(case.operation.name())),
    }
}
