//! Gives every observation wholly to its most likely component.
//!
//! This is classification EM: means are driven apart, variances too small, and the likelihood is not maximised.
//!
//! A common mistake.

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "hard-assignment",
    layer: Layer::EStep,
    seen_in: "a common mistake",
    steps: Steps { responsibilities: all_to_one, ..HEALTHY },
};

fn all_to_one(values: &[f64]) -> Row {
    let largest = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let first = values.iter().position(|value| *value == largest);
    (0..values.len()).map(|k| if Some(k) == first { 1.0 } else { 0.0 }).collect()
}
