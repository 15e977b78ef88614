//! Evidence, variational inference and divergences: one question with any numbers to the reference in process.

use suite::format::Operation;

use super::Target;
use crate::{question, seeds, sound};

/// What is asked.
const OPERATIONS: [Operation; 3] = [Operation::Evidence, Operation::Variational, Operation::Divergence];

/// The target.
pub const TARGET: Target = Target {
    name: "bayes",
    claim: "any doubles get a sound evidence, ascent or divergence or a typed refusal: no NaN, no negative divergence, the laws where they apply",
    run: |bytes| sound::check(&question::read(bytes, &OPERATIONS)),
    seeds: || seeds::of_questions(&OPERATIONS),
};
