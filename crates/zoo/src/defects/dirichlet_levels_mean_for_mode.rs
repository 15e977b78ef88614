//! Takes the posterior mean of a variable's probabilities for their mode.
//!
//! A flat prior, which should change nothing, smooths.
//!
//! A common mistake.

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "dirichlet-levels-mean-for-mode",
    layer: Layer::Prior,
    seen_in: "a common mistake",
    steps: Steps { map_levels: mean, ..HEALTHY },
};

fn mean(alpha: &[f64], counts: &[f64], count: f64) -> Result<Row> {
    map::natural_levels(alpha, counts, count)
}
