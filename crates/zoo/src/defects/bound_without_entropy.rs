//! Monitors `Σ q ℓ`, the expected complete log likelihood, for the bound.
//!
//! It is maximised by the M-step but not increased by EM: the monitored quantity may fall while all is well.
//!
//! Seen in scrapinghub/aile #1.

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "bound-without-entropy",
    layer: Layer::Objective,
    seen_in: "scrapinghub/aile #1",
    steps: Steps { free_energy: without_entropy, ..HEALTHY },
};

fn without_entropy(q: &[f64], log_joint: &[f64]) -> f64 {
    log_prior::expectation(q, log_joint)
}
