//! Counts one component's mean in the divisor of the tied covariance, where each of `K` means adds one.
//!
//! Covariances too large by a part in `W/K`.
//!
//! Seen in dynamax PR #133 (tied M-step, in review).

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "tied-prior-divisor",
    layer: Layer::Prior,
    seen_in: "dynamax PR #133 (tied M-step, in review)",
    steps: Steps { map_tied: one_mean, ..HEALTHY },
};

fn one_mean(prior: &InverseWishart, scatters: &[Matrix], total: f64, _components: usize) -> Matrix {
    map::tied_covariance(prior, scatters, total, 1)
}
