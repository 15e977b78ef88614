//! Takes the gamma prior of a rate for a density of its logarithm: no `- 1` in the mode.
//!
//! Every rate is too high by `1/(b + N_k)`.
//!
//! A common mistake.

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "gamma-read-as-natural",
    layer: Layer::Prior,
    seen_in: "a common mistake",
    steps: Steps { map_rate: natural, ..HEALTHY },
};

fn natural(shape: f64, rate: f64, sum: f64, count: f64) -> Result<f64> {
    map::natural_rate(shape, rate, sum, count)
}
