//! Divides the mixing weights by the number of rows where the sum of the weights is due.
//!
//! Mixing weights that do not sum to 1.
//!
//! Seen in StructuralEquationModels.jl #326 (which rows count as N).

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "total-is-the-row-count",
    layer: Layer::Weights,
    seen_in: "StructuralEquationModels.jl #326 (which rows count as N)",
    steps: Steps { total: rows, ..HEALTHY },
};

fn rows(weights: &[f64], _counts: &[f64]) -> f64 {
    weights.len() as f64
}
