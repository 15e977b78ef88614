//! Takes `(E Σ)⁻¹ = (ν - D - 1) Ψ⁻¹` for `E[Σ⁻¹] = ν Ψ⁻¹`.
//!
//! Expected distances too small, components too wide.
//!
//! Seen in ReactiveMP.jl #636 (a test had pinned the wrong value).

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "expected-precision-is-the-inverse-mean",
    layer: Layer::Variational,
    seen_in: "ReactiveMP.jl #636 (a test had pinned the wrong value)",
    steps: Steps { expected_precision: of_the_mean, ..HEALTHY },
};

fn of_the_mean(degrees_of_freedom: f64, dimension: usize) -> f64 {
    degrees_of_freedom - dimension as f64 - 1.0
}
