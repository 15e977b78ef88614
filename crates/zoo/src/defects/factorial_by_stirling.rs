//! Approximates `log x!` by Stirling's formula, `x log x - x + 1/2 log 2πx`.
//!
//! Two digits for counts of a few, four for counts of thousands, in a quantity that is printed with ten.
//!
//! A common mistake.

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "factorial-by-stirling",
    layer: Layer::Density,
    seen_in: "a common mistake",
    steps: Steps { ln_factorial: stirling, ..HEALTHY },
};

fn stirling(x: f64) -> f64 {
    if x < 2.0 { 0.0 } else { x * log(x) - x + 0.5 * log(2.0 * PI * x) }
}
