//! Computes the bound at its own responsibilities and not at the `q` that was asked about.
//!
//! The bound always looks tight.
//!
//! Seen in FBartos/zcurve #30.

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "bound-of-own-responsibilities",
    layer: Layer::Objective,
    seen_in: "FBartos/zcurve #30",
    steps: Steps { q_of_bound: own, ..HEALTHY },
};

fn own(_q: &Matrix, responsibilities: &Matrix) -> Matrix {
    responsibilities.clone()
}
