//! The kernel of families of counts and levels, whose log densities are sums over the variables of few different numbers: a table holds, for
//! each variable and value, `log p(x_d|θ_kd) - c_d(x_d)` of all components side by side, and an observation's densities are the sum of its
//! rows. The table is filled with the families' own careful functions, so nothing is lost to a formula that is quicker.
//!
//! Here lanes of a vector are components. Sums: `N_k`, and for each variable `Σ_n r_nk x_nd` or, for each of its levels, `Σ_n r_nk [x_nd = c]`.

use pulp::Simd;

use super::{
    Kernel, ORDINARY, Outcome, Sums,
    elementary::{exp_of_negative, log_of_normal},
    evidence::LogEvidence,
    exact::{Compensated, LANES, grid, interleaved, parts},
    tile::{Aligned, TILE, resize, zeros},
};
use crate::{
    em::Summary,
    observations::Block,
    statistics::{Moments, Statistics},
};

/// Rows of a table may be as many as this part of all values of the data: beyond it, filling it costs more than it saves.
const ROWS_PER_VALUE: f64 = 0.25;

/// Observations whose terms are added plainly: their rounding is small beside that of the whole.
const RUN: usize = 16;

/// What is summed of a variable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Summed {
    /// `Σ_n r_nk x_nd`.
    Values,
    /// `Σ_n r_nk [x_nd = c]` of each value `c`.
    Levels,
}

/// The moments made of the sums of a component: of each variable, one number or one for each level.
pub type Build<M> = fn(Vec<Vec<Vec<f64>>>) -> M;

/// The E-step of a mixture of such a family.
#[derive(Debug)]
pub struct TableKernel<M> {
    components: usize,
    /// The lanes of one row: `K` rounded up.
    width: usize,
    summed: Summed,
    /// The first row of each variable, and the end.
    first: Vec<usize>,
    /// `log p - c` of each row, in two [`parts`], `width` each, eight of the one and eight of the other; `-inf` beyond the last component.
    densities: Aligned,
    /// `c` of each row, in two parts.
    offsets: Vec<[f64; 2]>,
    /// `π`, `width`; 0 beyond the last component.
    weights: Aligned,
    build: Build<M>,
}

/// What a family says of a value `x` of variable `d`.
pub trait Tabulated {
    /// `log p(x|θ_kd) - c_d(x)`.
    fn log_density(&self, k: usize, d: usize, x: usize) -> f64;

    /// `c_d(x)`.
    fn offset(&self, d: usize, x: usize) -> f64;
}

impl<M: Moments> TableKernel<M> {
    /// Fills the table; `None` if the mixing weights are not ordinary or the table would be too large.
    pub fn new(
        family: &impl Tabulated,
        weights: &[f64],
        summary: &Summary,
        summed: Summed,
        build: Build<M>,
    ) -> Option<Self> {
        let values = summary.count as f64 * summary.largest.len() as f64;
        let rows: f64 = summary.largest.iter().map(|largest| largest + 1.0).sum();
        if rows > ROWS_PER_VALUE * values || weights.iter().any(|weight| !ORDINARY.contains(weight)) {
            return None;
        }
        let (components, width) = (weights.len(), weights.len().next_multiple_of(LANES));
        let (mut first, mut densities, mut offsets) = (vec![0], Vec::new(), Vec::new());
        for (d, &largest) in summary.largest.iter().enumerate() {
            for x in 0..=largest as usize {
                densities.extend((0..components).map(|k| family.log_density(k, d, x)));
                densities.resize(densities.len().next_multiple_of(width), f64::NEG_INFINITY);
                offsets.push(family.offset(d, x));
            }
            first.push(offsets.len());
        }
        let mut padded = zeros(width);
        padded[..components].copy_from_slice(weights);
        Some(Self {
            components,
            width,
            summed,
            densities: interleaved(&densities, grid(&densities, first.len())),
            offsets: offsets.iter().map(|&offset| parts(offset, grid(&offsets, first.len()))).collect(),
            first,
            weights: padded,
            build,
        })
    }

    /// The rows of the sums beside `N_k`.
    fn sum_rows(&self) -> usize {
        match self.summed {
            Summed::Values => self.first.len() - 1,
            Summed::Levels => self.offsets.len(),
        }
    }

    /// `log p(x_n|θ_k) - c_n` of some observations, side by side, and `c_n`.
    #[inline(always)]
    fn log_densities<S: Simd>(&self, simd: S, rows: &[f64], room: &mut TableRoom) {
        let dimension = self.first.len() - 1;
        let out = S::as_mut_simd_f64s(&mut room.densities).0.chunks_exact_mut(self.width / S::F64_LANES);
        let table = S::as_simd_f64s(&self.densities).0;
        let (vectors, per_eight) = (self.width / S::F64_LANES, LANES / S::F64_LANES);
        for ((row, out), offset) in rows.chunks_exact(dimension).zip(out).zip(&mut room.offsets) {
            for (v, out) in out.iter_mut().enumerate() {
                let (mut high, mut low) = (simd.splat_f64s(0.0), simd.splat_f64s(0.0));
                for (&x, &first) in row.iter().zip(&self.first) {
                    let at = 2 * (first + index(x)) * vectors + v / per_eight * 2 * per_eight + v % per_eight;
                    high = simd.add_f64s(high, table[at]);
                    low = simd.add_f64s(low, table[at + per_eight]);
                }
                *out = simd.add_f64s(high, low);
            }
            let (mut high, mut low) = (0.0, 0.0);
            for (&x, &first) in row.iter().zip(&self.first) {
                let parts = self.offsets[first + index(x)];
                high += parts[0];
                low += parts[1];
            }
            *offset = high + low;
        }
    }

    /// Replaces the densities of `len` observations by `w_n r_nk`, and writes their log evidence.
    #[inline(always)]
    fn responsibilities<S: Simd>(&self, simd: S, weights: &[f64], room: &mut TableRoom) {
        let vectors = self.width / S::F64_LANES;
        let mut largest = [0.0; TILE];
        let mut sums = [1.0; TILE];
        for (n, row) in room.densities.chunks_exact_mut(self.width).take(weights.len()).enumerate() {
            let mut top = simd.splat_f64s(f64::NEG_INFINITY);
            for &l in &S::as_simd_f64s(row).0[..vectors] {
                top = simd.max_f64s(top, l);
            }
            largest[n] = simd.reduce_max_f64s(top);
            let top = simd.splat_f64s(largest[n]);
            for l in &mut S::as_mut_simd_f64s(row).0[..vectors] {
                *l = simd.sub_f64s(*l, top);
            }
        }
        // One loop over all of them, so that it is a vector loop.
        for l in room.densities[..weights.len() * self.width].iter_mut() {
            *l = exp_of_negative(*l);
        }
        let pi = &S::as_simd_f64s(&self.weights).0[..vectors];
        for (n, row) in room.densities.chunks_exact_mut(self.width).take(weights.len()).enumerate() {
            let mut total = simd.splat_f64s(0.0);
            for (term, &pi) in S::as_mut_simd_f64s(row).0[..vectors].iter_mut().zip(pi) {
                *term = simd.mul_f64s(*term, pi);
                total = simd.add_f64s(total, *term);
            }
            sums[n] = simd.reduce_sum_f64s(total);
        }
        for n in 0..TILE {
            room.log_evidence[n] = largest[n] + log_of_normal(sums[n]);
        }
        for ((row, &weight), &sum) in room.densities.chunks_exact_mut(self.width).zip(weights).zip(&sums) {
            let factor = simd.splat_f64s(weight / sum);
            for r in &mut S::as_mut_simd_f64s(row).0[..vectors] {
                *r = simd.mul_f64s(*r, factor);
            }
        }
    }

    /// Adds the responsibilities of some observations to the sums: short runs plainly, and the runs with their rounding errors.
    #[inline(always)]
    fn add_sums<S: Simd>(&self, simd: S, rows: &[f64], room: &mut TableRoom) {
        let dimension = self.first.len() - 1;
        let vectors = self.width / S::F64_LANES;
        let run = S::as_mut_simd_f64s(&mut room.run).0;
        let sums = S::as_mut_simd_f64s(&mut room.sums).0;
        let responsibilities = S::as_simd_f64s(&room.densities).0;
        for (rows, r) in rows.chunks(RUN * dimension).zip(responsibilities.chunks(RUN * vectors)) {
            run.fill(simd.splat_f64s(0.0));
            for (row, r) in rows.chunks_exact(dimension).zip(r.chunks_exact(vectors)) {
                self.add_row(simd, row, r, run);
            }
            for (sum, &term) in sums.chunks_exact_mut(2).zip(&*run) {
                let mut compensated = Compensated { high: sum[0], low: sum[1] };
                compensated.add(simd, term);
                (sum[0], sum[1]) = (compensated.high, compensated.low);
            }
        }
    }

    /// Adds `w_n r_nk` of one observation.
    #[inline(always)]
    fn add_row<S: Simd>(&self, simd: S, row: &[f64], responsibilities: &[S::f64s], run: &mut [S::f64s]) {
        let vectors = responsibilities.len();
        let (counts, sums) = run.split_at_mut(vectors);
        for (count, &r) in counts.iter_mut().zip(responsibilities) {
            *count = simd.add_f64s(*count, r);
        }
        match self.summed {
            Summed::Values => {
                for (sums, &x) in sums.chunks_exact_mut(vectors).zip(row) {
                    let x = simd.splat_f64s(x);
                    for (sum, &r) in sums.iter_mut().zip(responsibilities) {
                        *sum = simd.mul_add_f64s(r, x, *sum);
                    }
                }
            }
            Summed::Levels => {
                for (&first, &x) in self.first.iter().zip(row) {
                    let sums = &mut sums[(first + index(x)) * vectors..][..vectors];
                    for (sum, &r) in sums.iter_mut().zip(responsibilities) {
                        *sum = simd.add_f64s(*sum, r);
                    }
                }
            }
        }
    }
}

/// A whole number below 2³² as an index: added to 2⁵² it stands in the low bits.
#[inline(always)]
fn index(x: f64) -> usize {
    ((x + 4_503_599_627_370_496.0).to_bits() & 0xffff_ffff) as usize
}

/// What a thread needs.
#[derive(Debug)]
pub struct TableRoom {
    /// `l_nk`, then `w_n r_nk`, `TILE x width`.
    densities: Aligned,
    /// `N_k`, and the sums of each row, `width` each; of each vector its `high` and its `low`.
    sums: Aligned,
    /// The same of a run, without its rounding errors.
    run: Aligned,
    log_evidence: [f64; TILE],
    offsets: [f64; TILE],
    weights: Aligned,
}

impl Default for TableRoom {
    fn default() -> Self {
        Self {
            densities: zeros(0),
            sums: zeros(0),
            run: zeros(0),
            log_evidence: [0.0; TILE],
            offsets: [0.0; TILE],
            weights: zeros(TILE),
        }
    }
}

impl<M: Moments> Kernel for TableKernel<M> {
    type Moments = M;
    type Room = TableRoom;

    fn prepare(&self, room: &mut TableRoom) {
        resize(&mut room.densities, TILE * self.width);
        resize(&mut room.run, (1 + self.sum_rows()) * self.width);
        resize(&mut room.sums, 2 * room.run.len());
    }

    #[inline(always)]
    fn leaf<S: Simd>(&self, simd: S, block: &Block<'_>, sums: bool, room: &mut TableRoom) -> Option<Sums> {
        let mut log_evidence = LogEvidence::new();
        room.sums.fill(0.0);
        for start in (0..block.len()).step_by(TILE) {
            let len = TILE.min(block.len() - start);
            let rows = block.rows(start, len);
            let weights = &block.weights[start..start + len];
            self.log_densities(simd, rows, room);
            self.responsibilities(simd, weights, room);
            room.weights[..len].copy_from_slice(weights);
            room.weights[len..].fill(0.0);
            log_evidence.add(&room.weights, &room.log_evidence, &room.offsets);
            if sums {
                self.add_sums(simd, rows, room);
            }
        }
        let mut values = Vec::new();
        if sums {
            values.resize(room.sums.len() / 2, 0.0);
            let pairs = S::as_simd_f64s(&room.sums).0.chunks_exact(2);
            for (value, pair) in S::as_mut_simd_f64s(&mut values).0.iter_mut().zip(pairs) {
                *value = simd.add_f64s(pair[0], pair[1]);
            }
        }
        Some(Sums { log_evidence: log_evidence.total()?, values })
    }

    fn finish(&mut self, sums: &Sums) -> Outcome<M> {
        let (counts, rows) = sums.values.split_at(self.width);
        let counts = &counts[..self.components];
        if counts.iter().any(|count| *count < ORDINARY.start) || sums.values.iter().any(|sum| !sum.is_finite()) {
            return Outcome::Careful;
        }
        let of_variable = |k: usize, d: usize| match self.summed {
            Summed::Values => vec![rows[d * self.width + k]],
            Summed::Levels => (self.first[d]..self.first[d + 1]).map(|row| rows[row * self.width + k]).collect(),
        };
        let variables = self.first.len() - 1;
        let of_component = |k: usize| (0..variables).map(|d| of_variable(k, d)).collect();
        let moments = (self.build)((0..self.components).map(of_component).collect());
        Outcome::Statistics(Statistics::plain(counts.iter().copied(), moments))
    }
}
