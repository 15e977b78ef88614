//! Uses the mean of the Dirichlet for the mixing weights, where they are to be integrated out.
//!
//! Labels are independent of each other, and the evidence of uneven groups is too small.
//!
//! A common mistake.

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "evidence-at-mean-weights",
    layer: Layer::Evidence,
    seen_in: "a common mistake",
    steps: Steps { log_assignment: at_the_mean, ..HEALTHY },
};

fn at_the_mean(alpha: &[f64], counts: &[f64]) -> f64 {
    let total: f64 = alpha.iter().sum();
    alpha.iter().zip(counts).map(|(alpha, n)| n * log(alpha / total)).sum()
}
