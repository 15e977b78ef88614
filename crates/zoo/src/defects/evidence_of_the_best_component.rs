//! Takes the largest `log π_k + log p(x|θ_k)` for the log of the sum.
//!
//! Near enough while components are far apart; up to `log K` short for each observation where they overlap.
//!
//! A common mistake.

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "evidence-of-the-best-component",
    layer: Layer::EStep,
    seen_in: "a common mistake",
    steps: Steps { log_sum_exp: largest, ..HEALTHY },
};

fn largest(values: &[f64]) -> f64 {
    values.iter().copied().fold(f64::NEG_INFINITY, f64::max)
}
