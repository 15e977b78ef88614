//! Divides by `2a + N_k + 2`: the inverse gamma's mode without the normal's share.
//!
//! Variances too large, by a third where nothing was observed.
//!
//! A common mistake.

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "inverse-gamma-divisor",
    layer: Layer::Prior,
    seen_in: "a common mistake",
    steps: Steps { map_diagonal: without_the_mean, ..HEALTHY },
};

fn without_the_mean(prior: &InverseGamma, count: f64, scatter: &Matrix) -> Row {
    let healthy = 2.0 * prior.shape + count + 3.0;
    map::diagonal(prior, count, scatter).iter().map(|variance| variance * (healthy / (healthy - 1.0))).collect()
}
