//! Multiplies by the observation weight twice, in the posterior and again in the sums.
//!
//! Frequent rows dominate; right where all weights are 1.
//!
//! A common mistake.

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "weights-squared",
    layer: Layer::Weights,
    seen_in: "a common mistake",
    steps: Steps { share: twice, ..HEALTHY },
};

fn twice(weight: f64, responsibility: f64) -> f64 {
    weight * weight * responsibility
}
