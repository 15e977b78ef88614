//! Takes `log E[π_k]` for `E[log π_k]`.
//!
//! The uncertainty of small components is forgotten, and they are not emptied: the bound may fall.
//!
//! A common mistake.

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "expected-log-weights-at-the-mean",
    layer: Layer::Variational,
    seen_in: "a common mistake",
    steps: Steps { expected_log_weights: at_the_mean, ..HEALTHY },
};

fn at_the_mean(alpha: &[f64]) -> Row {
    let total: f64 = alpha.iter().sum();
    alpha.iter().map(|alpha| log(alpha / total)).collect()
}
