//! Exponentiates responsibilities as if they were log posteriors.
//!
//! Every row belongs to every component by a factor between 1 and e: components hardly differ.
//!
//! Seen in hmmlearn PR #4.

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "responsibilities-taken-for-logs",
    layer: Layer::MStep,
    seen_in: "hmmlearn PR #4",
    steps: Steps { share: of_a_log, ..HEALTHY },
};

fn of_a_log(weight: f64, responsibility: f64) -> f64 {
    weight * exp(responsibility)
}
