//! Leaves `log x!` out of the log probability of a count.
//!
//! EM runs as it should, but its log likelihood is not one: it can be above 0, and cannot be compared with another
//! model's.
//!
//! A common mistake.

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "factorial-missing",
    layer: Layer::Density,
    seen_in: "a common mistake",
    steps: Steps { ln_factorial: nothing, ..HEALTHY },
};

fn nothing(_x: f64) -> f64 {
    0.0
}
