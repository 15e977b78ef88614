//! EM itself: one question of any family and size, with any numbers, to the reference in process.

use suite::format::Operation;

use super::Target;
use crate::{question, seeds, sound};

/// What is asked.
const OPERATIONS: [Operation; 5] =
    [Operation::Evaluate, Operation::Maximize, Operation::Bound, Operation::Trajectory, Operation::Fit];

/// The target.
pub const TARGET: Target = Target {
    name: "em",
    claim: "any doubles get a sound answer or a typed refusal: no NaN, parameters in their domain that are taken back, the laws where they apply",
    run: |bytes| sound::check(&question::read(bytes, &OPERATIONS)),
    seeds: || seeds::of_questions(&OPERATIONS),
};
