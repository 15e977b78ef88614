//! Takes the largest term for the sum.
//!
//! Near enough where groups are far apart; short by all the doubt where they are not.
//!
//! A common mistake.

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "evidence-of-the-best-assignment",
    layer: Layer::Evidence,
    seen_in: "a common mistake",
    steps: Steps { combine_assignments: largest, ..HEALTHY },
};

fn largest(terms: &[f64], _components: usize, _observations: usize) -> f64 {
    terms.iter().copied().fold(f64::NEG_INFINITY, f64::max)
}
