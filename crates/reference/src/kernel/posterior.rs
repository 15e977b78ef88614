//! The kernel of variational inference: responsibilities `r_nk ∝ exp(E[log π_k] + E[log p(x_n|θ_k)])`, or given ones, their entropy
//! `-Σ_nk r_nk log r_nk`, and the moments under them [B10.46-10.53, B10.64, B10.65].
//!
//! An expected Gaussian log density is `c_k - 1/2 (x-m_k)ᵀ ν_k Ψ_k⁻¹ (x-m_k)`: the kernel of the Gaussian families, with the factor of
//! `Ψ_k/ν_k` and `-2 c_k` for the log determinant. Responsibilities live as long as their tile; the last step's are kept, for they are
//! its answer.
//!
//! Entropy of an observation: `log Σ_k exp(d_nk) - Σ_k r_nk d_nk`, `d_nk = l_nk - max_j l_nj`. What all components share is not in it, so
//! nothing of the size of a log density cancels; its error is a few `ε (1 + q_n)`, `q_n` the distance from the nearest component (1 where
//! that is far). The bound adds to it terms of `N D/2 log π` and more, whose rounding is as large.

use faer::MatRef;
use pulp::Simd;

use super::{
    GaussianKernel, Kernel, Outcome, Precise, Room, Sums,
    elementary::log_of_normal,
    evidence::LogEvidence,
    softmax::softmax_with_entropy,
    tile::{TILE, next_rows},
};
use crate::{family::gaussian::GaussianMoments, observations::Block};

/// Where responsibilities come from.
#[derive(Clone, Copy, Debug)]
pub enum Responsibilities<'a> {
    /// They are given, `K x N`.
    Given(MatRef<'a, f64>),
    /// They follow from expected log densities.
    Expected,
}

/// A step of variational inference, prepared. What it sums for a log evidence is the entropy.
#[derive(Debug)]
pub struct PosteriorKernel<'a, P> {
    gaussian: GaussianKernel<'a, P>,
    responsibilities: Responsibilities<'a>,
    keep: bool,
}

impl<'a, P: Precise> PosteriorKernel<'a, P> {
    /// Takes the kernel of the expected log densities; of given responsibilities it says about which points moments are taken, and no more.
    /// `keep` says whether responsibilities are wanted.
    pub fn new(gaussian: GaussianKernel<'a, P>, responsibilities: Responsibilities<'a>, keep: bool) -> Self {
        Self { gaussian, responsibilities, keep }
    }

    /// Responsibilities and entropies of the tile in the room.
    #[inline(always)]
    fn responsibilities<V: Simd>(&self, simd: V, first: usize, ahead: &[f64], room: &mut Room) {
        match self.responsibilities {
            Responsibilities::Given(given) => {
                transpose(given, first, room);
                entropies(&room.densities, &mut room.log_evidence);
            }
            Responsibilities::Expected => {
                self.gaussian.log_densities(simd, ahead, room);
                softmax_with_entropy(&room.largest, &mut room.densities, &mut room.log_evidence);
            }
        }
    }
}

/// What a thread needs.
#[derive(Debug, Default)]
pub struct Kept {
    room: Room,
    /// The responsibilities of the last leaf, `B` columns of `K`, if they are wanted.
    pub responsibilities: Vec<f64>,
}

impl<P: Precise> Kernel for PosteriorKernel<'_, P> {
    type Moments = GaussianMoments<P::Scatter>;
    type Room = Kept;

    fn prepare(&self, room: &mut Kept) {
        self.gaussian.prepare(&mut room.room);
    }

    /// Of unweighted observations, all sums.
    #[inline(always)]
    fn leaf<V: Simd>(&self, simd: V, block: &Block<'_>, _: bool, kept: &mut Kept) -> Option<Sums> {
        let mut entropy = LogEvidence::new();
        let room = &mut kept.room;
        room.lanes.fill(0.0);
        kept.responsibilities.clear();
        for start in (0..block.len()).step_by(TILE) {
            room.tile.load(block, start, TILE.min(block.len() - start));
            self.responsibilities(simd, block.start + start, next_rows(block, start), room);
            if self.keep {
                let columns = 0..room.tile.len;
                let column = |n: usize| room.densities.iter().skip(n).step_by(TILE).copied();
                kept.responsibilities.extend(columns.flat_map(column));
            }
            entropy.add(&room.tile.weights, &room.log_evidence, &[0.0; TILE]);
            // Takes what stands beyond the last observation away.
            room.tile.weigh(&mut room.densities);
            self.gaussian.add_moments(simd, room);
        }
        Some(Sums { log_evidence: entropy.sum()?, values: self.gaussian.totals(simd, room) })
    }

    fn finish(&mut self, sums: &Sums) -> Outcome<Self::Moments> {
        self.gaussian.finish(sums)
    }
}

/// Columns `first, first + 1, ...` of the given numbers, a tile, row by row.
#[inline(always)]
fn transpose(given: MatRef<'_, f64>, first: usize, room: &mut Room) {
    for n in 0..room.tile.len {
        for (row, &r) in room.densities.chunks_exact_mut(TILE).zip(given.col(first + n).iter()) {
            row[n] = r;
        }
    }
    for row in room.densities.chunks_exact_mut(TILE) {
        row[room.tile.len..].fill(0.0);
    }
}

/// `-Σ_k r_nk log r_nk`. What is below 1e-307 adds nothing.
#[inline(always)]
fn entropies(responsibilities: &[f64], out: &mut [f64; TILE]) {
    out.fill(0.0);
    for row in responsibilities.chunks_exact(TILE) {
        for (total, &r) in out.iter_mut().zip(row) {
            let normal = if r >= f64::MIN_POSITIVE { r } else { 1.0 };
            *total = (-r).mul_add(log_of_normal(normal), *total);
        }
    }
}
