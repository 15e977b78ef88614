//! Sums `q (ℓ - log q)` over all components, those with `q = 0` as well.
//!
//! NaN wherever a label is certain.
//!
//! Seen in bayespy #66.

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "bound-zero-times-infinity",
    layer: Layer::Objective,
    seen_in: "bayespy #66",
    steps: Steps { free_energy: as_it_comes, ..HEALTHY },
};

fn as_it_comes(q: &[f64], log_joint: &[f64]) -> f64 {
    q.iter().zip(log_joint).map(|(q, joint)| q * (joint - log(*q))).sum()
}
