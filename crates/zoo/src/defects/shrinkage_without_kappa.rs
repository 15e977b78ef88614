//! Weighs the distance of the mean from the prior's by `N_k` in place of `κ N_k/(κ + N_k)`.
//!
//! Covariances much too large under a weak prior of the mean.
//!
//! Seen in Distributions.jl PR #175 (update of the normal-Wishart).

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "shrinkage-without-kappa",
    layer: Layer::Prior,
    seen_in: "Distributions.jl PR #175 (update of the normal-Wishart)",
    steps: Steps { shrinkage: by_count, ..HEALTHY },
};

fn by_count(_kappa: f64, count: f64) -> f64 {
    count
}
