//! Uses logarithms to the base 2.
//!
//! Off by a factor that a loss function hides.
//!
//! A common mistake.

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "divergence-in-bits",
    layer: Layer::Divergence,
    seen_in: "a common mistake",
    steps: Steps { report_divergence: bits, ..HEALTHY },
};

fn bits(kl: f64) -> f64 {
    kl / log(2.0)
}
