//! Sums the logarithms of the totals of responsibilities, which are 1, in place of those of densities.
//!
//! The log likelihood is 0 whatever the model: every model is as good as every other.
//!
//! Seen in brianspiering/gaussian_mixture_models #2.

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "evidence-of-normalised",
    layer: Layer::EStep,
    seen_in: "brianspiering/gaussian_mixture_models #2",
    steps: Steps { log_evidence: of_ones, ..HEALTHY },
};

fn of_ones(terms: &[f64], _weights: &[f64]) -> f64 {
    terms.iter().map(|_| log(1.0)).sum()
}
