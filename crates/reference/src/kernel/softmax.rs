//! Responsibilities and log evidence from log densities: `log Σ_k π_k exp(l_nk) = m_n + log Σ_k π_k exp(l_nk - m_n)`, `m_n = max_k l_nk`.
//!
//! The largest exponential is 1, so the sum lies between the smallest mixing weight and 1: nothing over- or underflows but what is below
//! 1e-307 of the sum. Error of the log evidence: a few `ε (1 + |m_n|)`; of a responsibility: a few `ε (1 + |l_nk - m_n|)`, relative.

use super::{
    elementary::{exp_of_negative, log_of_normal},
    tile::TILE,
};

/// Replaces `l_nk` (`K x TILE`), of which `largest` are the maxima, by `r_nk`, and writes `log p(x_n)` to `log_evidence`.
#[inline(always)]
pub fn softmax(weights: &[f64], largest: &[f64; TILE], densities: &mut [f64], log_evidence: &mut [f64; TILE]) {
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
    scale(densities, &sums);
}

/// Replaces `l_nk` (`K x TILE`) by `r_nk` of equal mixing weights, and writes `-Σ_k r_nk log r_nk = log Σ_k exp(d_nk) - Σ_k r_nk d_nk`,
/// `d_nk = l_nk - m_n`, to `entropies`.
#[inline(always)]
pub fn softmax_with_entropy(largest: &[f64; TILE], densities: &mut [f64], entropies: &mut [f64; TILE]) {
    let (mut sums, mut weighted) = ([0.0; TILE], [0.0; TILE]);
    for row in densities.chunks_exact_mut(TILE) {
        for n in 0..TILE {
            let difference = row[n] - largest[n];
            let term = exp_of_negative(difference);
            row[n] = term;
            sums[n] += term;
            weighted[n] = term.mul_add(difference, weighted[n]);
        }
    }
    for n in 0..TILE {
        let inverse = 1.0 / sums[n];
        entropies[n] = (-weighted[n]).mul_add(inverse, log_of_normal(sums[n]));
        sums[n] = inverse;
    }
    scale(densities, &sums);
}

/// Multiplies each row by the factors.
#[inline(always)]
fn scale(rows: &mut [f64], factors: &[f64; TILE]) {
    for row in rows.chunks_exact_mut(TILE) {
        for (value, factor) in row.iter_mut().zip(factors) {
            *value *= factor;
        }
    }
}
