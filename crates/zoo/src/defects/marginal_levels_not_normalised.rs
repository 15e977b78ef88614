//! Leaves `log Γ(Σα)` and `log Γ(Σα + n)` out of the marginal likelihood of levels.
//!
//! Every assignment is weighed by the sizes of its groups.
//!
//! A common mistake.

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "marginal-levels-not-normalised",
    layer: Layer::Evidence,
    seen_in: "a common mistake",
    steps: Steps { log_dirichlet_ratio: of_levels_alone, ..HEALTHY },
};

fn of_levels_alone(alpha: &[f64], new: &[f64]) -> f64 {
    alpha.iter().zip(new).map(|(alpha, new)| lgamma(*new) - lgamma(*alpha)).sum()
}
