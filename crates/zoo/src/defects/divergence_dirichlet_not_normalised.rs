//! Leaves the normalisers `log Γ(Σα)` out of the divergence of Dirichlets.
//!
//! Too large, by all that two concentrations of one direction have in common.
//!
//! Seen in mathnet #9 (Dirichlet.DensityLn).

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "divergence-dirichlet-not-normalised",
    layer: Layer::Divergence,
    seen_in: "mathnet #9 (Dirichlet.DensityLn)",
    steps: Steps { kl_dirichlet: each, ..HEALTHY },
};

fn each(q: &[f64], p: &[f64]) -> f64 {
    q.iter().zip(p).map(|(q, p)| divergence::gap::gamma_gap(*q, *p, p - q)).sum()
}
