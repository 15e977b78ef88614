//! Takes `log E[p_c]` for `E[log p_c]`.
//!
//! Levels never seen are too likely.
//!
//! A common mistake.

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "expected-log-levels-at-the-mean",
    layer: Layer::Variational,
    seen_in: "a common mistake",
    steps: Steps { expected_log_levels: at_the_mean, ..HEALTHY },
};

fn at_the_mean(alpha: &[f64]) -> Row {
    let total: f64 = alpha.iter().sum();
    alpha.iter().map(|alpha| log(alpha / total)).collect()
}
