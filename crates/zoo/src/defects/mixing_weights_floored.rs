//! Raises mixing weights to at least 1e-10 and normalises again.
//!
//! A component that has died comes back with every outlier.
//!
//! A common mistake.

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "mixing-weights-floored",
    layer: Layer::Precision,
    seen_in: "a common mistake",
    steps: Steps { weights: floored, ..HEALTHY },
};

fn floored(counts: &[f64], total: f64) -> Row {
    let raised: Row = counts.iter().map(|count| (count / total).max(1e-10)).collect();
    let sum: f64 = raised.iter().sum();
    raised.iter().map(|weight| weight / sum).collect()
}
