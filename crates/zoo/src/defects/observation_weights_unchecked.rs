//! Takes any numbers for observation weights.
//!
//! A missing value coded as -9 is a weight of -9.
//!
//! A common mistake.

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "observation-weights-unchecked",
    layer: Layer::DegenerateInput,
    seen_in: "a common mistake",
    steps: Steps { observation_weights: any, ..HEALTHY },
};

fn any(weights: &[f64]) -> Result<Row> {
    Ok(weights.to_vec())
}
