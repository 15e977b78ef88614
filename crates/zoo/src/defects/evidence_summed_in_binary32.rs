//! Adds up the log likelihood in single precision.
//!
//! Seven digits, fewer for many rows: a rule that stops at a change of 1e-6 stops on noise.
//!
//! Seen in aprender, GaussianMixture (f32 throughout).

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "evidence-summed-in-binary32",
    layer: Layer::Precision,
    seen_in: "aprender, GaussianMixture (f32 throughout)",
    steps: Steps { log_evidence: in_binary32, ..HEALTHY },
};

fn in_binary32(terms: &[f64], weights: &[f64]) -> f64 {
    let used = terms.iter().zip(weights).filter(|(_, weight)| **weight > 0.0);
    f64::from(used.fold(0.0_f32, |sum, (term, weight)| sum + (weight * term) as f32))
}
