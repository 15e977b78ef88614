//! Takes a prior of the natural parameter for one of the mean: a `- 1` too many.
//!
//! Rates too low, negative where nothing was observed.
//!
//! A common mistake.

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "natural-read-as-gamma",
    layer: Layer::Prior,
    seen_in: "a common mistake",
    steps: Steps { map_natural_rate: of_the_mean, ..HEALTHY },
};

fn of_the_mean(phi: f64, nu: f64, sum: f64, count: f64) -> Result<f64> {
    Ok((phi + sum - 1.0) / (nu + count))
}
