//! Sets a mode that would be negative to 0 and goes on.
//!
//! The density is unbounded there: what is returned is no mode.
//!
//! A common mistake.

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "mode-clipped",
    layer: Layer::DegenerateInput,
    seen_in: "a common mistake",
    steps: Steps { map_rate: clipped, map_weights: clipped_too, map_levels: clipped_too, ..HEALTHY },
};

fn clipped(shape: f64, rate: f64, sum: f64, count: f64) -> Result<f64> {
    Ok((shape + sum - 1.0).max(0.0) / (rate + count))
}

fn clipped_too(alpha: &[f64], counts: &[f64], _total: f64) -> Result<Row> {
    let above: Row = alpha.iter().zip(counts).map(|(alpha, n)| (n + alpha - 1.0).max(0.0)).collect();
    let sum: f64 = above.iter().sum();
    Ok(above.iter().map(|above| above / sum).collect())
}
