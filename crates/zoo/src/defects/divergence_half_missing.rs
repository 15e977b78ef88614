//! Leaves a half out of one term of the divergence of Wisharts.
//!
//! `kl(p ‖ p)` is still 0; everything else is off.
//!
//! Seen in google-deepmind/torch-distributions PRs #32 and #34.

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "divergence-half-missing",
    layer: Layer::Divergence,
    seen_in: "google-deepmind/torch-distributions PRs #32 and #34",
    steps: Steps { kl_wishart: without_half, ..HEALTHY },
};

fn without_half(steps: &Steps, q: &Wishart, p: &Wishart) -> Result<f64> {
    let (_, log_ratio) = (steps.matrix_gap)(&p.scale, &p.root, &q.scale, &q.root);
    Ok(priors::kl_wishart(steps, q, p)? + 0.5 * (q.degrees_of_freedom - p.degrees_of_freedom) * log_ratio)
}
