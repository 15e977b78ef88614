//! Replaces what is not finite by 0 and goes on.
//!
//! A missing value becomes an observation at the origin.
//!
//! Seen in GaussianMixtures.jl 33540a1, sanitycheck!.

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "nan-replaced",
    layer: Layer::DegenerateInput,
    seen_in: "GaussianMixtures.jl 33540a1, sanitycheck!",
    steps: Steps { finite: or_zero, ..HEALTHY },
};

fn or_zero(value: f64, _name: &str) -> Result<f64> {
    Ok(if value.is_finite() { value } else { 0.0 })
}
