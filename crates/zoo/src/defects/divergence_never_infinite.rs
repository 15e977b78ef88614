//! Replaces probabilities and rates of 0 by 1e-10.
//!
//! A distribution that excludes what happens costs 23 nats, and not everything.
//!
//! A common mistake.

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "divergence-never-infinite",
    layer: Layer::Divergence,
    seen_in: "a common mistake",
    steps: Steps { kl_poisson: clipped, kl_categorical: clipped, ..HEALTHY },
};

fn clipped(q: &[f64], p: &[f64]) -> f64 {
    let p: Row = p.iter().map(|p| p.max(1e-10)).collect();
    divergence::counts::kl(q, &p)
}
