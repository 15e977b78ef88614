//! Takes `log Γ(x)` for `log x!`, which is `log Γ(x + 1)`.
//!
//! Infinite at 0, and short by `log x` elsewhere.
//!
//! A common mistake.

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "factorial-off-by-one",
    layer: Layer::Density,
    seen_in: "a common mistake",
    steps: Steps { ln_factorial: of_one_less, ..HEALTHY },
};

fn of_one_less(x: f64) -> f64 {
    lgamma(x.max(1.0))
}
