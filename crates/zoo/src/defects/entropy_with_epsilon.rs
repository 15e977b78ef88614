//! Adds 1e-8 within the logarithm of `q`, so that it is never of 0.
//!
//! Eight digits of the bound.
//!
//! A common mistake.

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "entropy-with-epsilon",
    layer: Layer::Objective,
    seen_in: "a common mistake",
    steps: Steps { free_energy: with_epsilon, ..HEALTHY },
};

fn with_epsilon(q: &[f64], log_joint: &[f64]) -> f64 {
    let terms: Row = q.iter().zip(log_joint).map(|(q, joint)| joint - log(q + 1e-8)).collect();
    log_prior::expectation(q, &terms)
}
