//! The kernel of families of counts and levels, whose log densities are sums over the variables of few different numbers: a table holds, for
//! each variable and value, `log p(x_d|θ_kd)` of all components side by side, and an observation's densities are the sum of its rows. The
//! table is filled with the families' own careful functions, so nothing is lost to a formula that is quicker: `log p - c_d(x_d)`, and the
//! `c_d(x_d)` that all components share, make two [`parts`](super::exact::parts) that know `log p` to more digits than one number does. Sums of first parts are exact,
//! and so are their differences, in which what is shared falls out.
//!
//! Here lanes of a vector are components. Sums: `N_k`, and for each variable `Σ_n r_nk x_nd` or, for each of its levels, `Σ_n r_nk [x_nd = c]`.

use pulp::Simd;

use super::{
    Kernel, ORDINARY, Outcome, Sums,
    elementary::{exp_of_negative, log_of_normal},
    evidence::LogEvidence,
    exact::{Compensated, LANES, grid, interleaved},
    tile::{Aligned, TILE, fetch, next_rows, resize, zeros},
};
use crate::{
    em::Summary,
    observations::Block,
    statistics::{Moments, Statistics},
};

/// Rows of a table may be as many as this part of all values of the data: beyond it, filling it costs more than it saves.
const ROWS_PER_VALUE: f64 = 0.25;

/// Numbers in a table may be no more than these, so that their places fit into the low bits of a double.
const NUMBERS: f64 = 4_294_967_296.0;

/// `2⁵²`: a whole number below it that is added to it stands in the low bits.
const WHOLE: f64 = 4_503_599_627_370_496.0;

/// Variables whose sums are kept in registers.
const GROUP: usize = 4;

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
    /// `log p` of each row, in two parts, `width` each, eight of the one and eight of the other; `-inf` beyond the last component.
    densities: Aligned,
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
        let (components, width) = (weights.len(), weights.len().next_multiple_of(LANES));
        let too_large = rows > ROWS_PER_VALUE * values || 2.0 * rows * width as f64 >= NUMBERS;
        if too_large || weights.iter().any(|weight| !ORDINARY.contains(weight)) {
            return None;
        }
        let (mut first, mut densities) = (vec![0], Vec::new());
        for (d, &largest) in summary.largest.iter().enumerate() {
            for x in 0..=largest as usize {
                let offset = family.offset(d, x);
                densities.extend((0..components).map(|k| [family.log_density(k, d, x), offset]));
                densities.resize(densities.len().next_multiple_of(width), [f64::NEG_INFINITY, 0.0]);
            }
            first.push(densities.len() / width);
        }
        let mut padded = zeros(width);
        padded[..components].copy_from_slice(weights);
        Some(Self {
            components,
            width,
            summed,
            densities: interleaved(&densities, grid(&densities, first.len())),
            first,
            weights: padded,
            build,
        })
    }

    /// The rows of the sums beside `N_k`.
    fn sum_rows(&self) -> usize {
        match self.summed {
            Summed::Values => self.first.len() - 1,
            Summed::Levels => self.first[self.first.len() - 1],
        }
    }

    /// Where in the table the rows of some observations begin.
    #[inline(always)]
    fn places(&self, rows: &[f64], room: &mut TableRoom) {
        let per_row = (2 * self.width) as f64;
        let run = room.firsts.len();
        for (places, rows) in room.places.chunks_exact_mut(run).zip(rows.chunks(run)) {
            for ((place, &x), &first) in places.iter_mut().zip(rows).zip(&room.firsts) {
                *place = x.mul_add(per_row, first).to_bits() as u32;
            }
        }
    }

    /// `log p(x_n|θ_k) - m_n` of some observations, side by side, and `m_n`, the largest of the `log p` but for their second parts.
    #[inline(always)]
    fn log_densities<S: Simd>(&self, simd: S, vectors: usize, len: usize, room: &mut TableRoom) {
        let per_eight = LANES / S::F64_LANES;
        let places = room.places.chunks_exact(self.first.len() - 1).take(len);
        let out = S::as_mut_simd_f64s(&mut room.densities).0.chunks_exact_mut(vectors);
        let seconds = S::as_mut_simd_f64s(&mut room.seconds).0;
        let table = S::as_simd_f64s(&self.densities).0;
        for ((places, out), largest) in places.zip(out).zip(&mut room.largest) {
            let mut top = simd.splat_f64s(f64::NEG_INFINITY);
            for (v, (out, second)) in out.iter_mut().zip(&mut *seconds).enumerate() {
                let at = v / per_eight * 2 * per_eight + v % per_eight;
                let (mut high, mut low) = (simd.splat_f64s(0.0), simd.splat_f64s(0.0));
                for &place in places {
                    let row = &table[place as usize / S::F64_LANES + at..][..=per_eight];
                    high = simd.add_f64s(high, row[0]);
                    low = simd.add_f64s(low, row[per_eight]);
                }
                top = simd.max_f64s(top, high);
                (*out, *second) = (high, low);
            }
            *largest = simd.reduce_max_f64s(top);
            let top = simd.splat_f64s(*largest);
            for (out, &second) in out.iter_mut().zip(&*seconds) {
                *out = simd.add_f64s(simd.sub_f64s(*out, top), second);
            }
        }
        room.largest[len..].fill(0.0);
    }

    /// Replaces the densities of `len` observations by `w_n r_nk`, and writes their log evidence.
    #[inline(always)]
    fn responsibilities<S: Simd>(&self, simd: S, vectors: usize, len: usize, room: &mut TableRoom) {
        // One loop over all of them, so that it is a vector loop.
        for l in room.densities[..len * self.width].iter_mut() {
            *l = exp_of_negative(*l);
        }
        let pi = &S::as_simd_f64s(&self.weights).0[..vectors];
        let mut sums = [1.0; TILE];
        let densities = S::as_mut_simd_f64s(&mut room.densities).0;
        for (row, sum) in densities.chunks_exact_mut(vectors).zip(&mut sums[..len]) {
            let mut total = simd.splat_f64s(0.0);
            for (term, &pi) in row.iter_mut().zip(pi) {
                *term = simd.mul_f64s(*term, pi);
                total = simd.add_f64s(total, *term);
            }
            *sum = simd.reduce_sum_f64s(total);
        }
        for n in 0..TILE {
            room.log_evidence[n] = room.largest[n] + log_of_normal(sums[n]);
            sums[n] = room.weights[n] / sums[n];
        }
        for (row, &factor) in densities.chunks_exact_mut(vectors).zip(&sums[..len]) {
            let factor = simd.splat_f64s(factor);
            for r in row {
                *r = simd.mul_f64s(*r, factor);
            }
        }
    }

    /// Adds the responsibilities of some observations to the sums: short runs plainly, and the runs with their rounding errors. Meanwhile the
    /// rows `ahead` are fetched.
    #[inline(always)]
    fn add_sums<S: Simd>(&self, simd: S, vectors: usize, [rows, ahead]: [&[f64]; 2], room: &mut TableRoom) {
        let dimension = self.first.len() - 1;
        let run = S::as_mut_simd_f64s(&mut room.run).0;
        let sums = S::as_mut_simd_f64s(&mut room.sums).0;
        let responsibilities = S::as_simd_f64s(&room.densities).0;
        let runs = rows.chunks(RUN * dimension).zip(room.places.chunks(RUN * dimension));
        for (i, ((rows, places), r)) in runs.zip(responsibilities.chunks(RUN * vectors)).enumerate() {
            fetch(ahead, i, TILE / RUN);
            let r = &r[..rows.len() / dimension * vectors];
            run.fill(simd.splat_f64s(0.0));
            let (counts, of_rows) = run.split_at_mut(vectors);
            for (v, count) in counts.iter_mut().enumerate() {
                let mut total = simd.splat_f64s(0.0);
                for r in r.chunks_exact(vectors) {
                    total = simd.add_f64s(total, r[v]);
                }
                *count = total;
            }
            match self.summed {
                Summed::Values => add_values(simd, rows, r, [dimension, vectors], of_rows),
                Summed::Levels => {
                    for (places, r) in places.chunks_exact(dimension).zip(r.chunks_exact(vectors)) {
                        for &place in places {
                            let sums = &mut of_rows[place as usize / (2 * S::F64_LANES)..][..vectors];
                            for (sum, &r) in sums.iter_mut().zip(r) {
                                *sum = simd.add_f64s(*sum, r);
                            }
                        }
                    }
                }
            }
            for (sum, &term) in sums.chunks_exact_mut(2).zip(&*run) {
                let mut compensated = Compensated { high: sum[0], low: sum[1] };
                compensated.add(simd, term);
                (sum[0], sum[1]) = (compensated.high, compensated.low);
            }
        }
    }

    /// The E-step of a leaf, its rows being `vectors` long.
    #[inline(always)]
    fn sums<S: Simd>(
        &self,
        simd: S,
        vectors: usize,
        block: &Block<'_>,
        sums: bool,
        room: &mut TableRoom,
    ) -> Option<Sums> {
        let mut log_evidence = LogEvidence::new();
        room.sums.fill(0.0);
        for start in (0..block.len()).step_by(TILE) {
            let len = TILE.min(block.len() - start);
            let rows = block.rows(start, len);
            room.weights[..len].copy_from_slice(&block.weights[start..start + len]);
            room.weights[len..].fill(0.0);
            self.places(rows, room);
            self.log_densities(simd, vectors, len, room);
            self.responsibilities(simd, vectors, len, room);
            log_evidence.add(&room.weights, &room.log_evidence, &[0.0; TILE]);
            if sums {
                self.add_sums(simd, vectors, [rows, next_rows(block, start)], room);
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
}

/// Writes `Σ_n r_nk x_nd` of a run to the sums.
#[inline(always)]
fn add_values<S: Simd>(
    simd: S,
    rows: &[f64],
    responsibilities: &[S::f64s],
    [dimension, vectors]: [usize; 2],
    sums: &mut [S::f64s],
) {
    for v in 0..vectors {
        let whole = dimension - dimension % GROUP;
        for d in (0..whole).step_by(GROUP) {
            let totals = of_group::<S, GROUP>(simd, rows, responsibilities, [dimension, vectors], [d, v]);
            for (i, total) in totals.into_iter().enumerate() {
                sums[(d + i) * vectors + v] = total;
            }
        }
        for d in whole..dimension {
            [sums[d * vectors + v]] = of_group::<S, 1>(simd, rows, responsibilities, [dimension, vectors], [d, v]);
        }
    }
}

/// The same of `W` variables from `d` and one vector of components.
#[inline(always)]
fn of_group<S: Simd, const W: usize>(
    simd: S,
    rows: &[f64],
    responsibilities: &[S::f64s],
    [dimension, vectors]: [usize; 2],
    [d, v]: [usize; 2],
) -> [S::f64s; W] {
    let mut totals = [simd.splat_f64s(0.0); W];
    for (row, r) in rows.chunks_exact(dimension).zip(responsibilities.chunks_exact(vectors)) {
        for (total, &x) in totals.iter_mut().zip(&row[d..d + W]) {
            *total = simd.mul_add_f64s(r[v], simd.splat_f64s(x), *total);
        }
    }
    totals
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
    /// For each value of a run its variable's first place, ready to be added to.
    firsts: Vec<f64>,
    /// Where in the table the row of each value of a tile begins.
    places: Vec<u32>,
    /// The second parts of one observation's densities.
    seconds: Aligned,
    /// `m_n`.
    largest: [f64; TILE],
    log_evidence: [f64; TILE],
    weights: Aligned,
}

impl Default for TableRoom {
    fn default() -> Self {
        Self {
            densities: zeros(0),
            sums: zeros(0),
            run: zeros(0),
            firsts: Vec::new(),
            places: Vec::new(),
            seconds: zeros(0),
            largest: [0.0; TILE],
            log_evidence: [0.0; TILE],
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
        resize(&mut room.seconds, self.width);
        let of_row: Vec<f64> = self.first.iter().map(|first| WHOLE + (first * 2 * self.width) as f64).collect();
        let (_, variables) = of_row.split_last().expect("the end");
        room.firsts = variables.repeat(RUN);
        room.places.resize(variables.len() * TILE, 0);
    }

    #[inline(always)]
    fn leaf<S: Simd>(&self, simd: S, block: &Block<'_>, sums: bool, room: &mut TableRoom) -> Option<Sums> {
        // Known to be one, the vectors of a row stay in registers.
        match self.width / S::F64_LANES {
            1 => self.sums(simd, 1, block, sums, room),
            vectors => self.sums(simd, vectors, block, sums, room),
        }
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
