//! Checks that probabilities sum to 1 up to 1e-9, and uses them as they are.
//!
//! An error of 1e-9 in the input becomes one of `N` times 1e-9 in the log likelihood.
//!
//! Seen in scikit-learn #23032, PR #23034 (weights_init that sum to 1 but for rounding).

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "simplex-not-normalised",
    layer: Layer::DegenerateInput,
    seen_in: "scikit-learn #23032, PR #23034 (weights_init that sum to 1 but for rounding)",
    steps: Steps { simplex: as_given, ..HEALTHY },
};

fn as_given(p: &[f64], name: &str) -> Result<Row> {
    input::simplex(p, name)?;
    Ok(p.to_vec())
}
