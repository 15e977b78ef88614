//! Divides by `K!`, as if permuted labels were one model.
//!
//! Larger models look worse by a constant that has nothing to do with the data.
//!
//! A common mistake.

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "evidence-over-label-permutations",
    layer: Layer::Evidence,
    seen_in: "a common mistake",
    steps: Steps { combine_assignments: divided, ..HEALTHY },
};

fn divided(terms: &[f64], components: usize, _observations: usize) -> f64 {
    expectation::log_sum_exp(terms) - lgamma(components as f64 + 1.0)
}
