//! Takes `log E[λ]` for `E[log λ]`.
//!
//! Rates with few counts are trusted as if they were known.
//!
//! A common mistake.

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "expected-log-rate-at-the-mean",
    layer: Layer::Variational,
    seen_in: "a common mistake",
    steps: Steps { expected_log_rate: at_the_mean, ..HEALTHY },
};

fn at_the_mean(shape: f64, rate: f64) -> f64 {
    log(shape) - log(rate)
}
