//! Multiplies the log density of a row by its weight also where the weight is 0.
//!
//! A row that was switched off, and is impossible, makes NaN of the log likelihood.
//!
//! Seen in broadinstitute/gatk PR #6425.

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "zero-weight-times-infinity",
    layer: Layer::Weights,
    seen_in: "broadinstitute/gatk PR #6425",
    steps: Steps { log_evidence: all_rows, ..HEALTHY },
};

fn all_rows(terms: &[f64], weights: &[f64]) -> f64 {
    special::dot(terms, weights)
}
