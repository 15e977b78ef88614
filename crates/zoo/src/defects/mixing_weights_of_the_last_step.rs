//! Updates the components and leaves the mixing weights for the next iteration.
//!
//! The two halves of the parameters never belong to one iteration.
//!
//! A common mistake.

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "mixing-weights-of-the-last-step",
    layer: Layer::MStep,
    seen_in: "a common mistake",
    steps: Steps { m_step: weights_later, ..HEALTHY },
};

fn weights_later(steps: &Steps, problem: &Problem, r: &Matrix, previous: Option<&Mixture>) -> Result<Mixture> {
    let next = maximization::m_step(steps, problem, r, previous)?;
    let weights = previous.map_or(next.weights, |previous| previous.weights.clone());
    Ok(Mixture { weights, components: next.components })
}
