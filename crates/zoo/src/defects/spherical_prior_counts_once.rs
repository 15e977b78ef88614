//! Counts each observation once in the shared variance of `D` dimensions, where it counts `D` times.
//!
//! Variances nearly `D` times too large; right in one dimension.
//!
//! A common mistake.

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "spherical-prior-counts-once",
    layer: Layer::Prior,
    seen_in: "a common mistake",
    steps: Steps { map_spherical: once, ..HEALTHY },
};

fn once(prior: &InverseGamma, count: f64, scatter: &Matrix) -> f64 {
    let d = scatter.len() as f64;
    (2.0 * prior.scale[0] + maximization::trace(scatter)) / (2.0 * prior.shape + count + d + 2.0)
}
