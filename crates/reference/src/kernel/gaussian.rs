//! The kernel of the Gaussian families: `l_nk = -1/2 (q_nk + log|Σ_k|/|Σ_0|)` with `q_nk = (x_n-μ_k)ᵀ Σ_k⁻¹ (x_n-μ_k)`, and the moments
//! about the current means, `Σ_n r_nk z_nk` and `Σ_n r_nk z_nk z_nkᵀ`, `z_nk = x_n - μ_k`.
//!
//! Where a mean moves little, as it does but for the first iterations, what is subtracted to centre them anew, `N_k δ_k δ_kᵀ`
//! with `δ_k = Σ_n r_nk z_nk / N_k`, is small; where it is more than half, the pass is made again about the new means.
//!
//! Observations far from every component have their distances taken in double-double, as [`crate::family::gaussian`] says.

use pulp::Simd;

use super::{
    Centre, Kernel, ORDINARY, Outcome, Sums, axes,
    evidence::LogEvidence,
    softmax::softmax,
    tile::{Aligned, TILE, Tile, resize, zeros},
    triangular::{self, BAND, Packed},
};
use crate::{
    arithmetic::{cholesky::Cholesky, double_double::DoubleDouble, special::LN_TAU},
    family::{
        Family,
        gaussian::{FAR, Gaussian, GaussianMoments, Scatter, Structure},
    },
    mixture::Mixture,
    observations::Block,
    statistics::Statistics,
};

/// A count below this is not ordinary: contributions below the range of `exp` might matter to it.
const LEAST_COUNT: f64 = 1e-60;

/// The distances of a structure.
#[derive(Clone, Debug)]
pub enum Metric {
    /// A factor for each component, or one for all.
    Triangular(Vec<Packed>),
    /// `1/σ_kd²`, `K` vectors of `D`.
    Axes(Vec<Vec<f64>>),
}

impl Metric {
    /// That of Cholesky factors; `None` unless they are of ordinary magnitude.
    pub fn of_factors<'a>(factors: impl Iterator<Item = &'a Cholesky>) -> Option<Self> {
        let packed = |factor: &Cholesky| {
            let lower = factor.lower();
            (0..lower.nrows()).all(|d| ORDINARY.contains(&lower[(d, d)])).then(|| Packed::new(factor))
        };
        Some(Self::Triangular(factors.map(packed).collect::<Option<_>>()?))
    }

    /// That of variances; `None` unless they are of ordinary magnitude.
    pub fn of_variances(variances: impl Iterator<Item = Vec<f64>>) -> Option<Self> {
        let inverse = |variances: Vec<f64>| {
            let ordinary = variances.iter().all(|variance| ORDINARY.contains(variance));
            ordinary.then(|| variances.iter().map(|variance| 1.0 / variance).collect())
        };
        Some(Self::Axes(variances.map(inverse).collect::<Option<_>>()?))
    }

    /// How many sums a component has beside its count.
    fn sums(&self, dimension: usize) -> usize {
        match self {
            Self::Triangular(_) => triangular::sums(dimension),
            Self::Axes(_) => 2 * dimension,
        }
    }

    /// Where among them `Σ r z_i z_j` stands, `i >= j`; nowhere if it is not summed.
    fn position(&self, dimension: usize, i: usize, j: usize) -> Option<usize> {
        match self {
            Self::Triangular(_) => Some(triangular::position(dimension, i, j)),
            Self::Axes(_) => (i == j).then_some(dimension + i),
        }
    }
}

/// The E-step of a Gaussian mixture.
#[derive(Debug)]
pub struct GaussianKernel<'a, S> {
    gaussian: &'a Gaussian<S>,
    weights: &'a [f64],
    metric: Metric,
    /// `log|Σ_k| - log|Σ_0|`.
    ratios: Vec<f64>,
    /// `-1/2 (D log 2π + log|Σ_0|)`.
    normaliser: f64,
    /// The points about which moments are taken.
    centres: Vec<Vec<DoubleDouble>>,
    /// `high` and `low` of the means, `K` vectors of `D` each, and of the centres.
    means: [Vec<f64>; 2],
    about: [Vec<f64>; 2],
    recentred: bool,
    dimension: usize,
}

impl<'a, S: Structure> GaussianKernel<'a, S> {
    /// Prepares the E-step; `None` if the parameters are not ordinary.
    pub fn new(mixture: &'a Mixture<Gaussian<S>>) -> Option<Self> {
        let (gaussian, weights) = (mixture.components(), mixture.weights());
        let dimension = gaussian.shape();
        let covariances = gaussian.covariances();
        let ordinary = weights.iter().all(|weight| ORDINARY.contains(weight)) && !gaussian.is_ill_conditioned();
        let metric = if ordinary { covariances.metric(dimension)? } else { return None };
        let centres = gaussian.precise_means().to_vec();
        if centres.iter().flatten().any(|mean| mean.high.abs() > ORDINARY.end) {
            return None;
        }
        Some(Self {
            gaussian,
            weights,
            metric,
            ratios: (0..weights.len()).map(|k| covariances.log_determinant_ratio(k, dimension)).collect(),
            normaliser: -0.5 * (dimension as f64 * LN_TAU + covariances.log_determinant(dimension)),
            means: parts(&centres),
            about: parts(&centres),
            centres,
            recentred: false,
            dimension,
        })
    }

    fn centre<'b>(&self, [high, low]: &'b [Vec<f64>; 2], k: usize) -> Centre<'b> {
        let range = k * self.dimension..(k + 1) * self.dimension;
        Centre { high: &high[range.clone()], low: &low[range] }
    }

    /// `l_nk` of a tile to the room's densities, `c_n` to its offsets.
    #[inline(always)]
    fn log_densities<V: Simd>(&self, simd: V, room: &mut Room) {
        for (k, row) in room.densities.chunks_exact_mut(TILE).enumerate() {
            let centre = self.centre(&self.means, k);
            match &self.metric {
                Metric::Triangular(factors) => {
                    let factor = &factors[k.min(factors.len() - 1)];
                    factor.distances(simd, &room.tile, centre, &mut room.whitened, row);
                }
                Metric::Axes(precisions) => axes::distances(simd, &room.tile, centre, &precisions[k], row),
            }
        }
        room.offsets = [self.normaliser; TILE];
        self.separate_far(room);
        for (row, &ratio) in room.densities.chunks_exact_mut(TILE).zip(&self.ratios) {
            for l in row {
                *l = -0.5 * (*l + ratio);
            }
        }
    }

    /// Takes from the distances of far observations the smallest, in double-double.
    #[inline(always)]
    fn separate_far(&self, room: &mut Room) {
        let far = FAR + 4.0 * self.dimension as f64;
        let mut nearest = [f64::INFINITY; TILE];
        for row in room.densities.chunks_exact(TILE) {
            for (nearest, &q) in nearest.iter_mut().zip(row) {
                *nearest = if q < *nearest { q } else { *nearest };
            }
        }
        // Without a branch, so that it is a vector loop.
        if nearest.iter().fold(false, |any, &q| any | (q >= far)) {
            self.separate(room, &nearest, far);
        }
    }

    /// The same for the observations whose nearest distance is at least `far`.
    #[cold]
    fn separate(&self, room: &mut Room, nearest: &[f64; TILE], far: f64) {
        for n in (0..room.tile.len).filter(|&n| nearest[n] >= far) {
            let row: Vec<f64> = (0..self.dimension).map(|d| room.tile.row(d)[n]).collect();
            let (distances, least) = self.gaussian.distances_from_nearest(&row);
            for (k, distance) in distances.into_iter().enumerate() {
                room.densities[k * TILE + n] = distance;
            }
            room.offsets[n] = self.normaliser - 0.5 * least;
        }
    }

    /// Adds the responsibilities and the moments of a tile to the lanes.
    #[inline(always)]
    fn add_moments<V: Simd>(&self, simd: V, room: &mut Room) {
        let per_component = 1 + self.metric.sums(self.dimension);
        let lanes = V::as_mut_simd_f64s(&mut room.lanes).0;
        for (k, sums) in lanes.chunks_exact_mut(per_component).take(self.weights.len()).enumerate() {
            let responsibilities = &room.densities[k * TILE..][..TILE];
            let (count, sums) = sums.split_at_mut(1);
            for &r in V::as_simd_f64s(responsibilities).0 {
                count[0] = simd.add_f64s(count[0], r);
            }
            let centre = self.centre(&self.about, k);
            match &self.metric {
                Metric::Triangular(_) => {
                    let both = [&mut room.deviations, &mut room.weighted];
                    triangular::scatter(simd, &room.tile, centre, responsibilities, both, sums);
                }
                Metric::Axes(_) => axes::scatter(simd, &room.tile, centre, responsibilities, sums),
            }
        }
    }

    /// `x̄_k`, and the scatter about it, of one component's sums; `None` if centring them anew takes more than half.
    fn moments(&self, k: usize, sums: &[f64]) -> (Vec<DoubleDouble>, Option<S::Scatter>) {
        let (count, sums) = (sums[0], &sums[1..]);
        let shift = |d: usize| DoubleDouble::from(sums[d]) / DoubleDouble::from(count);
        let shifts: Vec<DoubleDouble> = (0..self.dimension).map(shift).collect();
        let mean = self.centres[k].iter().zip(&shifts).map(|(&centre, &shift)| centre + shift).collect();
        let raw = |i: usize, j: usize| self.metric.position(self.dimension, i, j).map_or(0.0, |at| sums[at]);
        let taken = |i: usize, j: usize| shifts[i] * DoubleDouble::from(sums[j]);
        let close = (0..self.dimension).all(|d| taken(d, d).high <= 0.5 * raw(d, d));
        let scatter = S::Scatter::of_entries(self.dimension, |i, j| DoubleDouble::from(raw(i, j)) - taken(i, j));
        (mean, close.then_some(scatter))
    }
}

/// What a thread needs.
#[derive(Debug)]
pub struct Room {
    tile: Tile,
    /// `l_nk`, then `r_nk`, `K x TILE`.
    densities: Aligned,
    log_evidence: [f64; TILE],
    offsets: [f64; TILE],
    /// Whitened deviations of some vectors of observations.
    whitened: Aligned,
    /// Deviations, in bands.
    deviations: Aligned,
    /// Deviations times responsibilities, in bands.
    weighted: Aligned,
    /// The sums, a vector each.
    lanes: Aligned,
}

impl Default for Room {
    fn default() -> Self {
        let none = || zeros(0);
        Self {
            tile: Tile::default(),
            densities: none(),
            log_evidence: [0.0; TILE],
            offsets: [0.0; TILE],
            whitened: none(),
            deviations: none(),
            weighted: none(),
            lanes: none(),
        }
    }
}

impl<S: Structure> Kernel for GaussianKernel<'_, S> {
    type Moments = GaussianMoments<S::Scatter>;
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
            self.log_densities(simd, room);
            softmax(self.weights, &mut room.densities, &mut room.log_evidence);
            log_evidence.add(&room.tile.weights, &room.log_evidence, &room.offsets);
            if sums {
                room.tile.weigh(&mut room.densities);
                self.add_moments(simd, room);
            }
        }
        let log_evidence = log_evidence.total()?;
        let mut values = Vec::new();
        if sums {
            let count = self.weights.len() * (1 + self.metric.sums(self.dimension));
            let lanes = V::as_simd_f64s(&room.lanes).0;
            values.reserve_exact(count);
            // A closure would not be compiled for this machine's vectors.
            for &sum in &lanes[..count] {
                values.push(simd.reduce_sum_f64s(sum));
            }
        }
        Some(Sums { log_evidence, values })
    }

    fn finish(&mut self, sums: &Sums) -> Outcome<Self::Moments> {
        let per_component = 1 + self.metric.sums(self.dimension);
        let components = || sums.values.chunks_exact(per_component);
        if components().any(|sums| !(sums[0] > LEAST_COUNT) || sums.iter().any(|sum| !sum.is_finite())) {
            return Outcome::Careful;
        }
        let (means, scatters): (Vec<_>, Vec<_>) =
            components().enumerate().map(|(k, sums)| self.moments(k, sums)).unzip();
        match scatters.into_iter().collect::<Option<Vec<_>>>() {
            Some(scatters) => {
                let counts = components().map(|sums| sums[0]);
                Outcome::Statistics(Statistics::plain(counts, GaussianMoments::new(means, scatters)))
            }
            None if self.recentred => Outcome::Careful,
            None => {
                (self.about, self.centres, self.recentred) = (parts(&means), means, true);
                Outcome::Again
            }
        }
    }
}

/// `high` and `low` of all numbers.
fn parts(means: &[Vec<DoubleDouble>]) -> [Vec<f64>; 2] {
    let (high, low) = means.iter().flatten().map(|mean| (mean.high, mean.low)).unzip();
    [high, low]
}
