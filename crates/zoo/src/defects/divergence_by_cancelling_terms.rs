//! Adds up the terms of the usual formula, each of order one, where `q` and `p` are almost equal.
//!
//! A divergence of 1e-14 has no digit; a KL penalty near its optimum is noise.
//!
//! A common mistake.

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "divergence-by-cancelling-terms",
    layer: Layer::Divergence,
    seen_in: "a common mistake",
    steps: Steps { matrix_gap: plain, ..HEALTHY },
};

fn plain(p: &Matrix, p_root: &Matrix, _q: &Matrix, q_root: &Matrix) -> (f64, f64) {
    let log_ratio = linear::log_determinant(p_root) - linear::log_determinant(q_root);
    let columns = linear::transposed(p_root);
    let trace: f64 = columns.iter().map(|column| linear::squared_norm(q_root, column)).sum();
    (trace - p.len() as f64 - log_ratio, log_ratio)
}
