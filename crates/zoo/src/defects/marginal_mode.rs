//! Divides by `ν + N_k + D + 1`, the mode of the covariance after the mean was integrated out.
//!
//! Not the joint mode: one iteration does not raise the objective as far as it could.
//!
//! A common mistake.

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "marginal-mode",
    layer: Layer::Prior,
    seen_in: "a common mistake",
    steps: Steps { map_full: of_the_marginal, ..HEALTHY },
};

fn of_the_marginal(prior: &InverseWishart, count: f64, scatter: &Matrix) -> Matrix {
    let d = scatter.len() as f64;
    map::sum_over(&prior.scale, scatter, prior.degrees_of_freedom + count + d + 1.0)
}
