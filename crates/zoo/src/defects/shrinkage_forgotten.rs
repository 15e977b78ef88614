//! Leaves `B_k`, the distance of the mean from the prior's mean, out of the covariance.
//!
//! Covariances too small where the data disagree with the prior.
//!
//! Seen in sp-nitech/diffsptk PR #93 (MAP of diagonal covariances).

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "shrinkage-forgotten",
    layer: Layer::Prior,
    seen_in: "sp-nitech/diffsptk PR #93 (MAP of diagonal covariances)",
    steps: Steps { shrinkage: none, ..HEALTHY },
};

fn none(_kappa: f64, _count: f64) -> f64 {
    0.0
}
