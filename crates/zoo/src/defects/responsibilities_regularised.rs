//! Pulls responsibilities by their own entropy, `r (1 - γ log r)` with `γ = 0.2`, and does not normalise again.
//!
//! Rows of responsibilities do not sum to 1, and EM climbs no likelihood.
//!
//! Seen in Smile aabe6ceb6, MultivariateExponentialFamilyMixture (gamma = 0.2 by default). The kind of mistake is theirs; the formula here is ours.

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "responsibilities-regularised",
    layer: Layer::EStep,
    seen_in: "Smile aabe6ceb6, MultivariateExponentialFamilyMixture (gamma = 0.2 by default)",
    steps: Steps { responsibilities: regularised, ..HEALTHY },
};

fn regularised(values: &[f64]) -> Row {
    expectation::responsibilities(values).into_iter().map(|r| r - 0.2 * special::x_log_y(r, r)).collect()
}
