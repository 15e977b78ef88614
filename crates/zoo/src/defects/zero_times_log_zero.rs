//! Computes `0 log 0` as the processor does.
//!
//! A rate that has reached 0 makes NaN of the likelihood of rows that it explains perfectly.
//!
//! Seen in bayespy #66.

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "zero-times-log-zero",
    layer: Layer::Density,
    seen_in: "bayespy #66",
    steps: Steps { poisson: as_it_comes, ..HEALTHY },
};

fn as_it_comes(x: &[f64], rate: &[f64]) -> f64 {
    x.iter().zip(rate).map(|(x, rate)| x * log(*rate) - rate).sum()
}
