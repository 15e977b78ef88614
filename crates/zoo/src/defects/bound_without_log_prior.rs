//! Leaves the log prior out of the bound.
//!
//! The bound and the objective differ by more than the divergence; it is no bound of anything.
//!
//! Seen in pmtk3 #22.

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "bound-without-log-prior",
    layer: Layer::Objective,
    seen_in: "pmtk3 #22",
    steps: Steps { elbo: likelihood_alone, ..HEALTHY },
};

fn likelihood_alone(free: &[f64], weights: &[f64], _log_prior: f64) -> f64 {
    bound::elbo(free, weights, 0.0)
}
