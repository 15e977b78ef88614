//! Computes `Σ q log(q/p)` of rates, without `- q + p`.
//!
//! Divergences below 0 wherever `p` has the larger rates.
//!
//! Seen in slaypni/universal-divergence #5 (a negative divergence).

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "divergence-of-rates-as-probabilities",
    layer: Layer::Divergence,
    seen_in: "slaypni/universal-divergence #5 (a negative divergence)",
    steps: Steps { kl_poisson: of_probabilities, ..HEALTHY },
};

fn of_probabilities(q: &[f64], p: &[f64]) -> f64 {
    divergence::counts::kl(q, p) + q.iter().zip(p).map(|(q, p)| q - p).sum::<f64>()
}
