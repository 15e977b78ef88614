//! Leaves the entropy of `r` out of the bound.
//!
//! The bound falls where the labels become uncertain.
//!
//! A common mistake.

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "elbo-without-entropy",
    layer: Layer::Variational,
    seen_in: "a common mistake",
    steps: Steps { entropy: none, ..HEALTHY },
};

fn none(_r: &Matrix) -> f64 {
    0.0
}
