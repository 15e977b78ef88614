//! The kernel of the Gaussian families: `l_nk = -1/2 (q_nk + log|Σ_k|/|Σ_0|)` with `q_nk = (x_n-μ_k)ᵀ Σ_k⁻¹ (x_n-μ_k)`, and the moments
//! about the current means, `Σ_n r_nk z_nk` and `Σ_n r_nk z_nk z_nkᵀ`, `z_nk = x_n - μ_k`.
//!
//! Where a mean moves little, as it does but for the first iterations, what is subtracted to centre them anew, `N_k δ_k δ_kᵀ`
//! with `δ_k = Σ_n r_nk z_nk / N_k`, is small; where it is more than half (and not small beside what a prior adds to the scatter), the pass
//! is made again about the new means.
//!
//! Observations far from every component have their distances taken in double-double, as [`crate::family::gaussian`] says.

use std::borrow::Cow;

use pulp::Simd;

use super::{
    Centre, Kernel, ORDINARY, Outcome, Sums, axes,
    evidence::LogEvidence,
    metric::Metric,
    room::Room,
    softmax::softmax,
    tile::{TILE, fetch, next_rows, resize},
    triangular::{self, BAND},
};
use crate::{
    arithmetic::{double_double::DoubleDouble, special::LN_TAU},
    family::{
        Family,
        gaussian::{Gaussian, GaussianMoments, Scatter, Structure, far},
    },
    mixture::Mixture,
    observations::Block,
    statistics::Statistics,
};

/// A count below this is not ordinary: contributions below the range of `exp` might matter to it.
const LEAST_COUNT: f64 = 1e-60;

/// The parameters behind a kernel, as far as it asks them for more care: distances from components in double-double.
pub trait Precise: Send + Sync {
    /// The scatter that is summed.
    type Scatter: Scatter;

    /// The distances of one observation from all components, less the smallest of them; and that.
    fn distances_from_nearest(&self, row: &[f64]) -> (Vec<f64>, f64);
}

/// What a kernel is made of.
#[derive(Debug)]
pub struct Parts<'a> {
    /// `π_k`.
    pub weights: Cow<'a, [f64]>,
    /// How distances are taken.
    pub metric: Metric,
    /// What is added to the distances of component `k`: `log|Σ_k| - log|Σ_0|`.
    pub ratios: Vec<f64>,
    /// What all log densities share: `-1/2 (D log 2π + log|Σ_0|)`.
    pub normaliser: f64,
    /// `μ_k`, `K` vectors of `D`.
    pub means: Cow<'a, [Vec<DoubleDouble>]>,
    /// The points about which moments are taken, near the means to come, `K` vectors of `D`.
    pub centres: Vec<Vec<f64>>,
    /// What a prior adds to the scatter, in each dimension: next to that much its rounding does not matter.
    pub floor: Vec<f64>,
    /// Counts that are no more than this are none, where a prior speaks for a component; without one they are not ordinary.
    pub none: Option<f64>,
}

/// The E-step of a Gaussian mixture.
#[derive(Debug)]
pub struct GaussianKernel<'a, P> {
    parameters: &'a P,
    weights: Cow<'a, [f64]>,
    metric: Metric,
    ratios: Vec<f64>,
    normaliser: f64,
    /// The means, rounded, and what that has left, `K` vectors of `D`.
    means: Vec<[Vec<f64>; 2]>,
    /// The points about which moments are taken.
    centres: Vec<Vec<f64>>,
    floor: Vec<f64>,
    none: Option<f64>,
    recentred: bool,
    dimension: usize,
}

impl<'a, S: Structure> GaussianKernel<'a, Gaussian<S>> {
    /// Prepares the E-step; `None` if the parameters are not ordinary.
    pub fn new(mixture: &'a Mixture<Gaussian<S>>) -> Option<Self> {
        let (gaussian, weights) = (mixture.components(), mixture.weights());
        let dimension = gaussian.shape();
        let covariances = gaussian.covariances();
        let ordinary = weights.iter().all(|weight| ORDINARY.contains(weight)) && !gaussian.is_ill_conditioned();
        let metric = if ordinary { covariances.metric(dimension)? } else { return None };
        let parts = Parts {
            weights: weights.into(),
            metric,
            ratios: (0..weights.len()).map(|k| covariances.log_determinant_ratio(k, dimension)).collect(),
            normaliser: -0.5 * (dimension as f64 * LN_TAU + covariances.log_determinant(dimension)),
            means: gaussian.precise_means().into(),
            centres: gaussian.precise_means().iter().map(|mean| rounded(mean)).collect(),
            floor: vec![0.0; dimension],
            none: None,
        };
        Self::of_parts(gaussian, parts)
    }
}

impl<'a, P: Precise> GaussianKernel<'a, P> {
    /// Puts its parts together; `None` if a mean is not ordinary.
    pub fn of_parts(parameters: &'a P, of: Parts<'a>) -> Option<Self> {
        let ordinary = |mean: &f64| mean.abs() <= ORDINARY.end;
        if !of.means.iter().flatten().map(|mean| &mean.high).chain(of.centres.iter().flatten()).all(ordinary) {
            return None;
        }
        let of_metric = |(k, mean): (usize, &Vec<DoubleDouble>)| {
            let low: Vec<f64> = mean.iter().map(|mean| mean.low).collect();
            [rounded(mean), of.metric.correction(k, &low)]
        };
        Some(Self {
            means: of.means.iter().enumerate().map(of_metric).collect(),
            parameters,
            weights: of.weights,
            metric: of.metric,
            ratios: of.ratios,
            normaliser: of.normaliser,
            centres: of.centres,
            recentred: false,
            dimension: of.floor.len(),
            floor: of.floor,
            none: of.none,
        })
    }

    /// `l_nk` of a tile to the room's densities, the largest of each observation to its maxima, `c_n` to its offsets. Meanwhile the rows
    /// `ahead` are fetched.
    #[inline(always)]
    pub(super) fn log_densities<V: Simd>(&self, simd: V, ahead: &[f64], room: &mut Room) {
        let mut nearest = [f64::INFINITY; TILE];
        room.largest = [f64::NEG_INFINITY; TILE];
        let components = self.means.iter().zip(&self.ratios).enumerate();
        for ((k, ([high, correction], &ratio)), row) in components.zip(room.densities.chunks_exact_mut(TILE)) {
            let centre = Centre { high, correction };
            fetch(ahead, k, self.means.len());
            match &self.metric {
                Metric::Triangular(factors) => {
                    let factor = &factors[k.min(factors.len() - 1)];
                    factor.distances(simd, &room.tile, centre, &mut room.whitened, row);
                }
                Metric::Axes(precisions) => axes::distances(simd, &room.tile, centre, &precisions[k], row),
            }
            for ((l, nearest), largest) in row.iter_mut().zip(&mut nearest).zip(&mut room.largest) {
                *nearest = if *l < *nearest { *l } else { *nearest };
                *l = -0.5 * (*l + ratio);
                *largest = if *l > *largest { *l } else { *largest };
            }
        }
        room.offsets = [self.normaliser; TILE];
        let far = far(self.dimension);
        // Without a branch, so that it is a vector loop.
        if nearest.iter().fold(false, |any, &q| any | (q >= far)) {
            self.separate(room, &nearest, far);
        }
    }

    /// Takes the densities of observations whose nearest distance is at least `far` again, from distances in double-double, less that one.
    #[cold]
    fn separate(&self, room: &mut Room, nearest: &[f64; TILE], far: f64) {
        for n in (0..room.tile.len).filter(|&n| nearest[n] >= far) {
            let row: Vec<f64> = (0..self.dimension).map(|d| room.tile.row(d)[n]).collect();
            let (distances, least) = self.parameters.distances_from_nearest(&row);
            let densities = distances.iter().zip(&self.ratios).map(|(distance, ratio)| -0.5 * (distance + ratio));
            room.largest[n] = f64::NEG_INFINITY;
            for (k, l) in densities.enumerate() {
                room.densities[k * TILE + n] = l;
                room.largest[n] = room.largest[n].max(l);
            }
            room.offsets[n] = self.normaliser - 0.5 * least;
        }
    }

    /// Adds the responsibilities and the moments of a tile to the lanes.
    #[inline(always)]
    pub(super) fn add_moments<V: Simd>(&self, simd: V, room: &mut Room) {
        let per_component = 1 + self.metric.sums(self.dimension);
        let lanes = V::as_mut_simd_f64s(&mut room.lanes).0;
        for (k, sums) in lanes.chunks_exact_mut(per_component).take(self.weights.len()).enumerate() {
            let responsibilities = &room.densities[k * TILE..][..TILE];
            let (count, sums) = sums.split_at_mut(1);
            count[0] = simd.add_f64s(count[0], sum(simd, V::as_simd_f64s(responsibilities).0));
            let centre = &self.centres[k];
            match &self.metric {
                Metric::Triangular(_) => {
                    let both = [&mut room.deviations, &mut room.weighted];
                    triangular::scatter(simd, &room.tile, centre, responsibilities, both, sums);
                }
                Metric::Axes(_) => axes::scatter(simd, &room.tile, centre, responsibilities, sums),
            }
        }
    }

    /// The sums of all lanes.
    #[inline(always)]
    pub(super) fn totals<V: Simd>(&self, simd: V, room: &Room) -> Vec<f64> {
        let count = self.weights.len() * (1 + self.metric.sums(self.dimension));
        let lanes = V::as_simd_f64s(&room.lanes).0;
        let mut values = Vec::with_capacity(count);
        // A closure would not be compiled for this machine's vectors.
        for &sum in &lanes[..count] {
            values.push(simd.reduce_sum_f64s(sum));
        }
        values
    }

    fn is_none(&self, count: f64) -> bool {
        self.none.is_some_and(|none| count <= none)
    }

    /// `x̄_k`, and the scatter about it, of one component's sums; `None` if centring them anew takes more than half.
    fn moments(&self, k: usize, sums: &[f64]) -> (Vec<DoubleDouble>, Option<P::Scatter>) {
        let (count, sums) = (sums[0], &sums[1..]);
        if self.is_none(count) {
            return (
                self.centres[k].iter().map(|&centre| DoubleDouble::from(centre)).collect(),
                Some(P::Scatter::zero(self.dimension)),
            );
        }
        let inverse = DoubleDouble::from(1.0) / DoubleDouble::from(count);
        let shift = |d: usize| DoubleDouble::from(sums[d]) * inverse;
        let shifts: Vec<DoubleDouble> = (0..self.dimension).map(shift).collect();
        let mean =
            self.centres[k].iter().zip(&shifts).map(|(&centre, &shift)| DoubleDouble::from(centre) + shift).collect();
        let raw = |i: usize, j: usize| self.metric.position(self.dimension, i, j).map_or(0.0, |at| sums[at]);
        let taken = |i: usize, j: usize| shifts[i] * DoubleDouble::from(sums[j]);
        let close = (0..self.dimension).all(|d| taken(d, d).high <= 0.5 * (raw(d, d) + self.floor[d]));
        let scatter = P::Scatter::of_entries(self.dimension, |i, j| DoubleDouble::from(raw(i, j)) - taken(i, j));
        (mean, close.then_some(scatter))
    }
}

impl<P: Precise> Kernel for GaussianKernel<'_, P> {
    type Moments = GaussianMoments<P::Scatter>;
    type Room = Room;

    fn prepare(&self, room: &mut Room) {
        let rows = match self.metric {
            Metric::Triangular(_) => self.dimension.next_multiple_of(BAND),
            Metric::Axes(_) => 0,
        };
        let components = self.weights.len();
        room.tile.resize(self.dimension);
        resize(&mut room.densities, components * TILE);
        for rows_of in [&mut room.whitened, &mut room.deviations, &mut room.weighted] {
            resize(rows_of, rows * TILE);
        }
        resize(&mut room.lanes, components * (1 + self.metric.sums(self.dimension)) * 8);
    }

    #[inline(always)]
    fn leaf<V: Simd>(&self, simd: V, block: &Block<'_>, sums: bool, room: &mut Room) -> Option<Sums> {
        let mut log_evidence = LogEvidence::new();
        room.lanes.fill(0.0);
        for start in (0..block.len()).step_by(TILE) {
            room.tile.load(block, start, TILE.min(block.len() - start));
            self.log_densities(simd, next_rows(block, start), room);
            softmax(&self.weights, &room.largest, &mut room.densities, &mut room.log_evidence);
            log_evidence.add(&room.tile.weights, &room.log_evidence, &room.offsets);
            if sums {
                room.tile.weigh(&mut room.densities);
                self.add_moments(simd, room);
            }
        }
        let log_evidence = log_evidence.total()?;
        let values = if sums { self.totals(simd, room) } else { Vec::new() };
        Some(Sums { log_evidence, values })
    }

    fn finish(&mut self, sums: &Sums) -> Outcome<Self::Moments> {
        let per_component = 1 + self.metric.sums(self.dimension);
        let components = || sums.values.chunks_exact(per_component);
        let too_few = |count: f64| self.none.is_none() && count <= LEAST_COUNT;
        if components().any(|sums| too_few(sums[0]) || sums.iter().any(|sum| !sum.is_finite())) {
            return Outcome::Careful;
        }
        let (means, scatters): (Vec<_>, Vec<_>) =
            components().enumerate().map(|(k, sums)| self.moments(k, sums)).unzip();
        match scatters.into_iter().collect::<Option<Vec<_>>>() {
            Some(scatters) => {
                let counts = components().map(|sums| if self.is_none(sums[0]) { 0.0 } else { sums[0] });
                Outcome::Statistics(Statistics::plain(counts, GaussianMoments::new(means, scatters)))
            }
            None if self.recentred => Outcome::Careful,
            None => {
                (self.centres, self.recentred) = (means.iter().map(|mean| rounded(mean)).collect(), true);
                Outcome::Again
            }
        }
    }
}

/// The sum of a tile's vectors, in four chains, for an addition takes longer than it takes to start the next.
#[inline(always)]
fn sum<V: Simd>(simd: V, vectors: &[V::f64s]) -> V::f64s {
    let mut chains = [simd.splat_f64s(0.0); 4];
    for vectors in vectors.chunks_exact(4) {
        for (chain, &vector) in chains.iter_mut().zip(vectors) {
            *chain = simd.add_f64s(*chain, vector);
        }
    }
    simd.add_f64s(simd.add_f64s(chains[0], chains[1]), simd.add_f64s(chains[2], chains[3]))
}

fn rounded(mean: &[DoubleDouble]) -> Vec<f64> {
    mean.iter().map(|mean| mean.high).collect()
}
