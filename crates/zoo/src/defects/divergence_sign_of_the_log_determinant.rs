//! Adds the log ratio of determinants where it is to be subtracted.
//!
//! Divergences below 0, and not 0 where `q = p` but for equal determinants.
//!
//! Seen in FluxML/model-zoo PR #147.

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "divergence-sign-of-the-log-determinant",
    layer: Layer::Divergence,
    seen_in: "FluxML/model-zoo PR #147",
    steps: Steps { matrix_gap: wrong_sign, ..HEALTHY },
};

fn wrong_sign(p: &Matrix, p_root: &Matrix, q: &Matrix, q_root: &Matrix) -> (f64, f64) {
    let (gap, log_ratio) = divergence::gap::matrix_gap(p, p_root, q, q_root);
    (gap + 2.0 * log_ratio, log_ratio)
}
