//! Subtracts the rate of the first dimension alone from the log probability of a vector of counts.
//!
//! Right for one count, wrong for several.
//!
//! A common mistake.

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "rate-subtracted-once",
    layer: Layer::Density,
    seen_in: "a common mistake",
    steps: Steps { poisson: first_rate, ..HEALTHY },
};

fn first_rate(x: &[f64], rate: &[f64]) -> f64 {
    x.iter().zip(rate).map(|(x, rate)| special::x_log_y(*x, *rate)).sum::<f64>() - rate[0]
}
