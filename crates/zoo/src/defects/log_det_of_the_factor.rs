//! Takes `Σ_i log L_ii` of the Cholesky factor for `log|Σ|`, which is twice that: a half too many by a misplaced
//! parenthesis.
//!
//! Log likelihoods that no other program reports, and responsibilities drawn to the narrow components.
//!
//! Seen in ldeecke/gmm-torch #31 (fixed in b3a45ce).

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "log-det-of-the-factor",
    layer: Layer::Density,
    seen_in: "ldeecke/gmm-torch #31 (fixed in b3a45ce)",
    steps: Steps { log_determinant: without_the_two, ..HEALTHY },
};

fn without_the_two(factor: &Factor) -> f64 {
    match factor {
        Factor::Cholesky(_) => density::log_determinant(factor) / 2.0,
        Factor::Variances(_) => density::log_determinant(factor),
    }
}
