//! Subtracts `|Σ|/2` where `log|Σ|/2` is due.
//!
//! Nothing is noticed near unit variance; elsewhere the likelihood of a component depends on the unit of the data.
//!
//! Seen in galacticusorg/galacticus PR #770.

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "determinant-for-its-logarithm",
    layer: Layer::Density,
    seen_in: "galacticusorg/galacticus PR #770",
    steps: Steps { log_determinant: determinant, ..HEALTHY },
};

fn determinant(factor: &Factor) -> f64 {
    exp(density::log_determinant(factor))
}
