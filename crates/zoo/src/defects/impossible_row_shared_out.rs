//! Gives an observation that is impossible under every component to all of them alike.
//!
//! The log likelihood is `-inf`, but the parameters look fine.
//!
//! Seen in GaussianMixtures.jl 33540a1 (NaN replaced by 0 or 1).

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "impossible-row-shared-out",
    layer: Layer::DegenerateInput,
    seen_in: "GaussianMixtures.jl 33540a1 (NaN replaced by 0 or 1)",
    steps: Steps { responsibilities: or_equal, possible: always, ..HEALTHY },
};

fn or_equal(values: &[f64]) -> Row {
    let r = expectation::responsibilities(values);
    if r.iter().any(|r| r.is_nan()) { vec![1.0 / r.len() as f64; r.len()] } else { r }
}

fn always(_found: &Expectation, _weights: &[f64]) -> Result<()> {
    Ok(())
}
