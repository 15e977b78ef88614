//! Uses the expected log precision of a component where its expected log weight is due, so that weights play no part.
//!
//! Components of any size compete as equals.
//!
//! Seen in cangermueller/varinf #1. The kind of mistake is theirs; the formula here is ours.

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "expected-log-weights-forgotten",
    layer: Layer::Variational,
    seen_in: "cangermueller/varinf #1",
    steps: Steps { expected_log_weights: none, ..HEALTHY },
};

fn none(alpha: &[f64]) -> Row {
    vec![0.0; alpha.len()]
}
