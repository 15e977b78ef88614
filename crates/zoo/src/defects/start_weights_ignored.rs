//! Starts from equal mixing weights, whatever weights were given.
//!
//! A run cannot be continued, and a fit may end at another maximum.
//!
//! Seen in poLCA 1.6.0.2 (probs.start is taken, weights start uniform).

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "start-weights-ignored",
    layer: Layer::Stopping,
    seen_in: "poLCA 1.6.0.2 (probs.start is taken, weights start uniform)",
    steps: Steps { initial: equal_weights, ..HEALTHY },
};

fn equal_weights(_steps: &Steps, _problem: &Problem, mut initial: Mixture) -> Result<Mixture> {
    let equal = 1.0 / initial.weights.len() as f64;
    initial.weights.fill(equal);
    Ok(initial)
}
