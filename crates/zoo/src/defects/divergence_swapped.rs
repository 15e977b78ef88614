//! Computes `kl(p ‖ q)` for `kl(q ‖ p)`.
//!
//! Right where the two are equal, and near enough where they are near.
//!
//! Seen in pytorch #57459 (the order of arguments of kl_div).

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "divergence-swapped",
    layer: Layer::Divergence,
    seen_in: "pytorch #57459 (the order of arguments of kl_div)",
    steps: Steps { divergence: swapped, ..HEALTHY },
};

fn swapped(steps: &Steps, q: &Member, p: &Member) -> Result<f64> {
    divergence::of_members(steps, p, q)
}
