//! Reads the rate of a gamma distribution as its scale.
//!
//! Right for rates of 1, and for equal ones.
//!
//! A common mistake.

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "divergence-scale-for-rate",
    layer: Layer::Divergence,
    seen_in: "a common mistake",
    steps: Steps { kl_gamma: of_scales, ..HEALTHY },
};

fn of_scales((a_q, b_q): (f64, f64), (a_p, b_p): (f64, f64)) -> f64 {
    priors::kl_gamma((a_q, 1.0 / b_q), (a_p, 1.0 / b_p))
}
