//! Takes the posterior mean of the covariance, divided by `ν + N_k - D - 1`, for its mode.
//!
//! Covariances too large, by much where data are few.
//!
//! A common mistake.

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "posterior-mean-for-mode",
    layer: Layer::Prior,
    seen_in: "a common mistake",
    steps: Steps { map_full: mean, ..HEALTHY },
};

fn mean(prior: &InverseWishart, count: f64, scatter: &Matrix) -> Matrix {
    let d = scatter.len() as f64;
    map::sum_over(&prior.scale, scatter, prior.degrees_of_freedom + count - d - 1.0)
}
