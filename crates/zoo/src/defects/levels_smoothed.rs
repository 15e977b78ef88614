//! Adds one observation to every level, Laplace's rule, although no prior was asked for.
//!
//! Rare levels are too likely, the more so the smaller the class.
//!
//! Seen in Weka, clusterers.EM (Laplace estimates of nominal attributes).

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "levels-smoothed",
    layer: Layer::MStep,
    seen_in: "Weka, clusterers.EM (Laplace estimates of nominal attributes)",
    steps: Steps { frequencies: laplace, ..HEALTHY },
};

fn laplace(counts: &[f64], count: f64) -> Row {
    counts.iter().map(|n| (n + 1.0) / (count + counts.len() as f64)).collect()
}
