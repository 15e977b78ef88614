//! Computes `abs(before - now < tolerance)` where `abs(before - now) < tolerance` is due.
//!
//! Every improvement is a reason to stop: one iteration.
//!
//! Seen in wegene radmixture #9.

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "parenthesis-in-the-stopping-rule",
    layer: Layer::Stopping,
    seen_in: "wegene radmixture #9",
    steps: Steps { converged: misplaced, ..HEALTHY },
};

fn misplaced(before: f64, now: f64, tolerance: f64) -> bool {
    before - now <= tolerance
}
