//! Takes `D ψ(ν/2)` for `Σ_i ψ((ν - i)/2)`.
//!
//! Right in one dimension.
//!
//! Seen in ReactiveBayes/ExponentialFamily.jl #295 (the multivariate gamma's derivatives).

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "expected-log-precision-of-one-dimension",
    layer: Layer::Variational,
    seen_in: "ReactiveBayes/ExponentialFamily.jl #295 (the multivariate gamma's derivatives)",
    steps: Steps { expected_log_precision: one_dimension, ..HEALTHY },
};

fn one_dimension(degrees_of_freedom: f64, log_determinant: f64, dimension: usize) -> f64 {
    dimension as f64 * (special::digamma(degrees_of_freedom / 2.0) + log(2.0)) - log_determinant
}
