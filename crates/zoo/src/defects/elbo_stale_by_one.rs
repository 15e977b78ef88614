//! Reports the bound before the update with the factors after it.
//!
//! At K = 1, where one step is exact, the bound is still that of the step before.
//!
//! Seen in scikit-learn PR #7123 (computed after the E-step where the M-step comes last).

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "elbo-stale-by-one",
    layer: Layer::Variational,
    seen_in: "scikit-learn PR #7123 (computed after the E-step where the M-step comes last)",
    steps: Steps { report_ascent: stale, ..HEALTHY },
};

fn stale(ascent: &Ascent) -> Variational {
    let elbo = (0..ascent.elbo.len()).map(|t| ascent.elbo[t.saturating_sub(1)]).collect();
    crate::textbook::variational::report(&Ascent { elbo, ..ascent.clone() })
}
