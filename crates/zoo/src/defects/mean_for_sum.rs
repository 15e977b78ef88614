//! Reports the mean log likelihood of an observation where the sum is asked for.
//!
//! Comparing models by it is right only on one data set, and BIC from it is nonsense.
//!
//! Seen in scikit-learn 1.9.1, lower_bound_; Apache Commons Math 3.6.1; cited by pyuoi PR #169.

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "mean-for-sum",
    layer: Layer::Reporting,
    seen_in: "scikit-learn 1.9.1, lower_bound_; Apache Commons Math 3.6.1; cited by pyuoi PR #169",
    steps: Steps { log_evidence: mean, ..HEALTHY },
};

fn mean(terms: &[f64], weights: &[f64]) -> f64 {
    expectation::log_evidence(terms, weights) / weights.iter().sum::<f64>()
}
