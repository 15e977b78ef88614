//! Leaves the mixing weights out of the posterior.
//!
//! Small components take as much as large ones.
//!
//! A common mistake.

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "mixing-weights-forgotten",
    layer: Layer::EStep,
    seen_in: "a common mistake",
    steps: Steps { log_joint: density_alone, ..HEALTHY },
};

fn density_alone(_weight: f64, log_density: f64) -> f64 {
    log_density
}
