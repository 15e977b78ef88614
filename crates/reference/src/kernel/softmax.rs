//! Responsibilities and log evidence from log densities: `log Σ_k π_k exp(l_nk) = m_n + log Σ_k π_k exp(l_nk - m_n)`, `m_n = max_k l_nk`.
//!
//! The largest exponential is 1, so the sum lies between the smallest mixing weight and 1: nothing over- or underflows but what is below
//! 1e-307 of the sum. Error of the log evidence: a few `ε (1 + |m_n|)`; of a responsibility: a few `ε (1 + |l_nk - m_n|)`, relative.

use super::{
    elementary::{exp_of_negative, log_of_normal},
    tile::TILE,
};

/// Replaces `l_nk` (`K x TILE`) by `r_nk`, and writes `log p(x_n)` to `log_evidence`.
#[inline(always)]
pub fn softmax(weights: &[f64], densities: &mut [f64], log_evidence: &mut [f64; TILE]) {
    let mut largest = [f64::NEG_INFINITY; TILE];
    for row in densities.chunks_exact(TILE) {
        for (largest, &l) in largest.iter_mut().zip(row) {
            *largest = if l > *largest { l } else { *largest };
        }
    }
    let mut sums = [0.0; TILE];
    for (row, &weight) in densities.chunks_exact_mut(TILE).zip(weights) {
        for n in 0..TILE {
            let term = weight * exp_of_negative(row[n] - largest[n]);
            row[n] = term;
            sums[n] += term;
        }
    }
    for n in 0..TILE {
        log_evidence[n] = largest[n] + log_of_normal(sums[n]);
        sums[n] = 1.0 / sums[n];
    }
    for row in densities.chunks_exact_mut(TILE) {
        for (r, inverse) in row.iter_mut().zip(&sums) {
            *r *= inverse;
        }
    }
}
