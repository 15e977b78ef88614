//! Takes the prior of the logits for a Dirichlet prior of the probabilities.
//!
//! Probabilities too extreme; below 0 for `φ` below 1.
//!
//! A common mistake.

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "natural-levels-read-as-dirichlet",
    layer: Layer::Prior,
    seen_in: "a common mistake",
    steps: Steps { map_natural_levels: of_the_mean, ..HEALTHY },
};

fn of_the_mean(phi: &[f64], counts: &[f64], count: f64) -> Result<Row> {
    let total = count + phi.iter().sum::<f64>() - phi.len() as f64;
    Ok(phi.iter().zip(counts).map(|(phi, n)| (n + phi - 1.0) / total).collect())
}
