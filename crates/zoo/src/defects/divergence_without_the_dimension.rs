//! Leaves the `- D` out of `tr(S_q S_p⁻¹) - D`.
//!
//! `kl(p ‖ p)` is `D/2`.
//!
//! Seen in google-deepmind/torch-distributions #33 (KL(p, p) is not 0).

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "divergence-without-the-dimension",
    layer: Layer::Divergence,
    seen_in: "google-deepmind/torch-distributions #33 (KL(p, p) is not 0)",
    steps: Steps { kl_gaussian: shifted, ..HEALTHY },
};

fn shifted(steps: &Steps, q: &Normal, p: &Normal) -> Result<f64> {
    Ok(divergence::gaussian::kl(steps, q, p)? + 0.5 * q.mean.len() as f64)
}
