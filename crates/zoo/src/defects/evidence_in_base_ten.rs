//! Takes the common logarithm where the natural one is due.
//!
//! Log likelihoods 2.3 times too small, and information criteria that prefer small models.
//!
//! A common mistake.

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "evidence-in-base-ten",
    layer: Layer::Objective,
    seen_in: "a common mistake",
    steps: Steps { log_evidence: common, ..HEALTHY },
};

fn common(terms: &[f64], weights: &[f64]) -> f64 {
    expectation::log_evidence(terms, weights) / log(10.0)
}
