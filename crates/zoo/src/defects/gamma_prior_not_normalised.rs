//! Leaves `a log b - log Γ(a)` out of the gamma log density.
//!
//! The log joint is off by a constant for each rate.
//!
//! A common mistake.

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "gamma-prior-not-normalised",
    layer: Layer::Prior,
    seen_in: "a common mistake",
    steps: Steps { log_gamma: kernel, ..HEALTHY },
};

fn kernel(shape: f64, rate: f64, lambda: f64) -> f64 {
    special::x_log_y(shape - 1.0, lambda) - rate * lambda
}
