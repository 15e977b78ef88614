//! Returns the responsibilities from before the last update of the parameters.
//!
//! Labels are those of the iteration before: after one iteration, those of the start.
//!
//! Seen in poLCA 1.6.0.2, the posterior element.

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "posterior-stale-by-one",
    layer: Layer::Variational,
    seen_in: "poLCA 1.6.0.2, the posterior element",
    steps: Steps { report_ascent: stale, ..HEALTHY },
};

fn stale(ascent: &Ascent) -> Variational {
    let before = ascent.responsibilities.len().saturating_sub(2);
    let r = ascent.responsibilities[..=before].to_vec();
    crate::textbook::variational::report(&Ascent { responsibilities: r, ..ascent.clone() })
}
