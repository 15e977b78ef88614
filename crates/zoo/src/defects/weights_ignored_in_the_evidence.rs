//! Learns with the observation weights, but sums the log likelihood without them.
//!
//! The monitored objective is not the one that is maximised; frequencies do not count in BIC.
//!
//! Seen in pomegranate e916273, GeneralMixtureModel.summarize; mlpack 81bfcfe6, EMFit.

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "weights-ignored-in-the-evidence",
    layer: Layer::Weights,
    seen_in: "pomegranate e916273, GeneralMixtureModel.summarize; mlpack 81bfcfe6, EMFit",
    steps: Steps { log_evidence: unweighted, ..HEALTHY },
};

fn unweighted(terms: &[f64], weights: &[f64]) -> f64 {
    let ones: Row = weights.iter().map(|weight| if *weight > 0.0 { 1.0 } else { 0.0 }).collect();
    expectation::log_evidence(terms, &ones)
}
