//! Leaves the factorials out of the marginal likelihood of counts.
//!
//! A constant, until the evidence is compared with that of another family.
//!
//! A common mistake.

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "marginal-without-factorials",
    layer: Layer::Evidence,
    seen_in: "a common mistake",
    steps: Steps { marginal_factorials: none, ..HEALTHY },
};

fn none(_sum: f64) -> f64 {
    0.0
}
