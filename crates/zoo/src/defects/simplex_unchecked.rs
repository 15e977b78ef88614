//! Normalises whatever it is given as probabilities.
//!
//! A wrong column of a table is taken for weights.
//!
//! A common mistake.

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "simplex-unchecked",
    layer: Layer::DegenerateInput,
    seen_in: "a common mistake",
    steps: Steps { simplex: normalised, ..HEALTHY },
};

fn normalised(p: &[f64], _name: &str) -> Result<Row> {
    let total: f64 = p.iter().sum();
    Ok(p.iter().map(|p| p / total).collect())
}
