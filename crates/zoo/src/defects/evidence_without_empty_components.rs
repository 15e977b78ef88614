//! Counts only assignments that use every component.
//!
//! Too small, by most where `K` is near `N`.
//!
//! A common mistake.

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "evidence-without-empty-components",
    layer: Layer::Evidence,
    seen_in: "a common mistake",
    steps: Steps { counts_assignment: all_used, ..HEALTHY },
};

fn all_used(z: &[usize], counts: &[f64]) -> bool {
    z.len() < counts.len() || counts.iter().all(|count| *count > 0.0)
}
