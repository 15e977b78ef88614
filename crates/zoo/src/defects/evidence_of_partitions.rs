//! Sums over partitions, each counted once, where labelled assignments are to be summed.
//!
//! The evidence of `K` components is up to `log K!` too small.
//!
//! A common mistake.

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "evidence-of-partitions",
    layer: Layer::Evidence,
    seen_in: "a common mistake",
    steps: Steps { counts_assignment: first_of_its_kind, ..HEALTHY },
};

fn first_of_its_kind(z: &[usize], _counts: &[f64]) -> bool {
    let mut known = 0;
    z.iter().all(|&label| {
        let fits = label <= known;
        known = known.max(label + 1);
        fits
    })
}
