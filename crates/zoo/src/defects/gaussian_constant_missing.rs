//! Leaves `D/2 log 2π` out of the log density.
//!
//! EM runs as it should, but its log likelihood cannot be compared with that of another family or dimension.
//!
//! Seen in rusty-machine e7cc57fc, GaussianMixtureModel.

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "gaussian-constant-missing",
    layer: Layer::Density,
    seen_in: "rusty-machine e7cc57fc, GaussianMixtureModel",
    steps: Steps { gaussian: without_constant, ..HEALTHY },
};

fn without_constant(_dimension: usize, log_determinant: f64, squared_distance: f64) -> f64 {
    -0.5 * (log_determinant + squared_distance)
}
