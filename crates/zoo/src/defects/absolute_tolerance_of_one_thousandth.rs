//! Stops where the mean log likelihood changes by less than 1e-3 or so, whatever tolerance was asked for.
//!
//! The fit ends where EM is slow, which is where components overlap; parameters have two digits.
//!
//! Seen in HiddenMarkovModels.jl PR #112 (a keyword ignored); scikit-learn's default.

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "absolute-tolerance-of-one-thousandth",
    layer: Layer::Stopping,
    seen_in: "HiddenMarkovModels.jl PR #112 (a keyword ignored); scikit-learn's default",
    steps: Steps { converged: by_a_thousandth, ..HEALTHY },
};

fn by_a_thousandth(before: f64, now: f64, _tolerance: f64) -> bool {
    (now - before).abs() <= 1e-3
}
