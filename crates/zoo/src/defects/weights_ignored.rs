//! Accepts observation weights and does nothing with them.
//!
//! A table of frequencies is fitted as if every cell had been seen once.
//!
//! Seen in StepMix #29 (in its report).

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "weights-ignored",
    layer: Layer::Weights,
    seen_in: "StepMix #29 (in its report)",
    steps: Steps { observation_weights: ones, ..HEALTHY },
};

fn ones(weights: &[f64]) -> Result<Row> {
    Ok(input::observation_weights(weights)?.iter().map(|_| 1.0).collect())
}
