//! Takes `log b - log a` for `E log σ² = log b - ψ(a)`.
//!
//! Off by `1/2a`: much for components with few rows.
//!
//! A common mistake.

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "expected-log-variance-at-the-mean",
    layer: Layer::Variational,
    seen_in: "a common mistake",
    steps: Steps { expected_log_variance: at_the_mean, ..HEALTHY },
};

fn at_the_mean(shape: f64, scale: f64) -> f64 {
    log(scale) - log(shape)
}
