//! The pieces of divergences. Where `q` is near `p` each is the integral remainder of Taylor's formula,
//! `step² ∫ (1 - t) f''(x + t step) dt`, by Gauss-Legendre quadrature: a difference of large numbers leaves nothing of a small one.

use std::sync::LazyLock;

use libm::{lgamma, log, log1p};

use super::super::{
    linear,
    model::Matrix,
    special::{PI, digamma, trigamma},
};

const POINTS: usize = 20;

/// Nodes and weights of Gauss-Legendre quadrature on [0, 1].
static NODES: LazyLock<Vec<(f64, f64)>> = LazyLock::new(|| (0..POINTS).map(node).collect());

/// The `i`-th root of the Legendre polynomial by Newton's iteration, and its weight, moved to [0, 1].
fn node(i: usize) -> (f64, f64) {
    let n = POINTS as f64;
    let mut x = libm::cos(PI * (i as f64 + 0.75) / (n + 0.5));
    let mut slope = 0.0;
    for _ in 0..20 {
        let (mut p, mut before) = (1.0, 0.0);
        for j in 0..POINTS {
            let j = j as f64;
            (p, before) = (((2.0 * j + 1.0) * x * p - j * before) / (j + 1.0), p);
        }
        slope = n * (x * p - before) / (x * x - 1.0);
        x -= p / slope;
    }
    ((1.0 + x) / 2.0, 1.0 / ((1.0 - x * x) * slope * slope))
}

/// `step² ∫ (1 - t) f(t) dt`.
fn remainder(step: f64, f: impl Fn(f64) -> f64) -> f64 {
    step * step * NODES.iter().map(|(t, weight)| weight * (1.0 - t) * f(*t)).sum::<f64>()
}

/// `u - log(1 + u) >= 0`.
#[must_use]
pub fn gap(u: f64) -> f64 {
    if u.abs() < 0.5 { remainder(u, |t| 1.0 / ((1.0 + u * t) * (1.0 + u * t))) } else { u - log1p(u) }
}

/// `p/q - 1 - log(p/q)`.
pub fn ratio_gap(p: f64, q: f64) -> f64 {
    let u = (p - q) / q;
    if u.abs() < 0.5 { gap(u) } else { p / q - 1.0 - (log(p) - log(q)) }
}

/// The Bregman divergence of `log Γ`, `log Γ(p) - log Γ(q) - ψ(q) (p - q)`; the step `p - q` may be known better than they are.
pub fn gamma_gap(q: f64, p: f64, step: f64) -> f64 {
    if step.abs() <= q / 2.0 {
        return remainder(step, |t| trigamma(q + t * step));
    }
    lgamma(p) - lgamma(q) - digamma(q) * step
}

/// `log(p/q)`.
#[must_use]
pub fn log_ratio(p: f64, q: f64) -> f64 {
    let u = (p - q) / q;
    if u.abs() < 0.5 { log1p(u) } else { log(p) - log(q) }
}

/// `tr(P Q⁻¹) - D - log|P Q⁻¹|` and `log|P Q⁻¹|`: from the eigenvalues of `L⁻¹ (P - Q) L⁻ᵀ`, `Q = L Lᵀ`, where they are small.
pub fn matrix_gap(p: &Matrix, p_root: &Matrix, q: &Matrix, q_root: &Matrix) -> (f64, f64) {
    let difference = p.iter().zip(q).map(|(p, q)| linear::difference(p, q)).collect();
    let change = linear::eigenvalues(&linear::solve_both_sides(q_root, &difference));
    if change.iter().all(|change| change.abs() < 0.5) {
        return (change.iter().map(|u| gap(*u)).sum(), change.iter().map(|u| log1p(*u)).sum());
    }
    let ratio = linear::log_determinant(p_root) - linear::log_determinant(q_root);
    let columns = linear::transposed(p_root);
    let trace: f64 = columns.iter().map(|column| linear::squared_norm(q_root, column)).sum();
    (trace - p.len() as f64 - ratio, ratio)
}
