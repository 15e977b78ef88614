//! Starts the comparison at an objective of 0 and stops where the new one is not larger.
//!
//! A negative log likelihood, the usual one, stops the fit after one iteration.
//!
//! Seen in Smile aabe6ceb6, ExponentialFamilyMixture.

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "improvement-measured-from-zero",
    layer: Layer::Stopping,
    seen_in: "Smile aabe6ceb6, ExponentialFamilyMixture",
    steps: Steps { converged: not_above_zero, ..HEALTHY },
};

fn not_above_zero(_before: f64, now: f64, tolerance: f64) -> bool {
    now - 0.0 <= tolerance
}
