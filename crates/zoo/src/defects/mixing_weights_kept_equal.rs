//! Leaves the mixing weights at `1/K`.
//!
//! Unequal classes are forced to be equal.
//!
//! A common mistake.

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "mixing-weights-kept-equal",
    layer: Layer::MStep,
    seen_in: "a common mistake",
    steps: Steps { weights: equal, ..HEALTHY },
};

fn equal(counts: &[f64], _total: f64) -> Row {
    vec![1.0 / counts.len() as f64; counts.len()]
}
