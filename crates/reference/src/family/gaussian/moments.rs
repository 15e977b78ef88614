//! Mean and scatter of the components, about their own means: `x̄_k = Σ w r x / N_k`, `S_k = Σ w r (x - x̄_k)(x - x̄_k)ᵀ`.
//!
//! Raw moments `Σ w r x xᵀ` would cancel: data of standard deviation 1 at 1e8 leave no digit. A block, which is in cache, is passed
//! over twice: for its mean, kept as `high + low`, and for the scatter about `high`, corrected by what is left of the first
//! moment there (Chan, Golub and LeVeque 1983, the corrected two-pass algorithm). Blocks merge by their formula
//! `S = S₁ + S₂ + N₁N₂/(N₁+N₂) (x̄₁ - x̄₂)(x̄₁ - x̄₂)ᵀ`, a sum of positive terms. One pass over memory, nothing cancels.
//!
//! A scatter *matrix* can still lose digits: next to one far outlier, or in nearly collinear data, its small eigenvalues lie below the
//! rounding of its entries, though the data determine them well. Such moments are taken in double-double arithmetic throughout
//! ([`Effort::DoubleDouble`]); the weights enter as factors, whose relative rounding does no harm.

use faer::{Accum, Mat, MatRef, Par, linalg::matmul::matmul};

use crate::{
    arithmetic::{double_double::DoubleDouble, sum::Sum},
    observations::Block,
    statistics::{Effort, Moments, ShiftedWeights},
};

/// The part of a scatter matrix that a covariance structure needs.
pub trait Scatter: Clone + Send + Sync {
    /// Whether there is more to gain from double-double arithmetic than compensated sums give.
    const HAS_PRECISE: bool = false;

    /// No scatter, in `D` dimensions.
    fn zero(dimension: usize) -> Self;

    /// `Σ_n w_n d_n d_nᵀ` of columns `d_n` (`D x B`).
    fn of(columns: MatRef<'_, f64>, weights: &[f64]) -> Self;

    /// The symmetric matrix of the given entries `(i, j)`, `i >= j`.
    fn of_entries(dimension: usize, entry: impl Fn(usize, usize) -> DoubleDouble) -> Self;

    /// Adds another.
    fn add(&mut self, other: &Self);

    /// Adds `c v vᵀ`.
    fn add_outer(&mut self, v: &[DoubleDouble], c: f64);

    /// Multiplies by a factor.
    fn scale(&mut self, factor: f64);
}

/// Means and scatters of all `K` components.
#[derive(Clone, Debug)]
pub struct GaussianMoments<S> {
    /// `x̄_k`, `K` vectors of `D`.
    means: Vec<Vec<DoubleDouble>>,
    scatters: Vec<S>,
}

impl<S: Scatter> GaussianMoments<S> {
    /// The moments of a block.
    #[must_use]
    pub fn of_block(dimension: usize, block: &Block<'_>, weights: &ShiftedWeights, effort: Effort) -> Self {
        let components = weights.components();
        let mut columns = Mat::zeros(dimension, block.len());
        let (means, scatters) = (0..components)
            .map(|k| {
                let weights = weights.row(k);
                let count = weights.iter().copied().collect::<Sum>();
                if count.value() == 0.0 {
                    (vec![DoubleDouble::default(); dimension], S::zero(dimension))
                } else if effort == Effort::DoubleDouble && S::HAS_PRECISE {
                    precise(dimension, block, weights, count.precise())
                } else {
                    standard(block, weights, count.value(), &mut columns)
                }
            })
            .unzip();
        Self { means, scatters }
    }

    /// Takes `x̄_k`, `K` vectors of `D`, and the scatters about them.
    #[must_use]
    pub fn new(means: Vec<Vec<DoubleDouble>>, scatters: Vec<S>) -> Self {
        Self { means, scatters }
    }

    /// `x̄_k`, `D`; zeros for an empty component.
    #[must_use]
    pub fn mean(&self, k: usize) -> &[DoubleDouble] {
        &self.means[k]
    }

    /// `S_k exp(-shift_k)`.
    #[must_use]
    pub fn scatter(&self, k: usize) -> &S {
        &self.scatters[k]
    }
}

/// Mean and scatter of a component in a block: two passes and a correction.
fn standard<S: Scatter>(
    block: &Block<'_>,
    weights: &[f64],
    count: f64,
    columns: &mut Mat<f64>,
) -> (Vec<DoubleDouble>, S) {
    let dimension = columns.nrows();
    let high = weighted_mean(weights, count, dimension, |n, d| block.row(n)[d]);
    for n in 0..block.len() {
        for (d, (&x, &mean)) in block.row(n).iter().zip(&high).enumerate() {
            // A far observation of weight 0 must not make 0 * inf.
            columns[(d, n)] = if weights[n] > 0.0 { x - mean } else { 0.0 };
        }
    }
    let low = weighted_mean(weights, count, dimension, |n, d| columns[(d, n)]);
    let mut scatter = S::of(columns.as_ref(), weights);
    scatter.add_outer(&low.iter().copied().map(DoubleDouble::from).collect::<Vec<_>>(), -count);
    (high.iter().zip(&low).map(|(&high, &low)| DoubleDouble::sum(high, low)).collect(), scatter)
}

/// Mean and scatter of a component in a block, in double-double throughout.
fn precise<S: Scatter>(
    dimension: usize,
    block: &Block<'_>,
    weights: &[f64],
    count: DoubleDouble,
) -> (Vec<DoubleDouble>, S) {
    let present = || weights.iter().enumerate().filter(|(_, weight)| **weight > 0.0);
    let mean: Vec<DoubleDouble> = (0..dimension)
        .map(|d| {
            let total = present().fold(DoubleDouble::default(), |total, (n, &weight)| {
                total + DoubleDouble::product(weight, block.row(n)[d])
            });
            total / count
        })
        .collect();
    let mut scatter = S::zero(dimension);
    for (n, &weight) in present() {
        let difference: Vec<DoubleDouble> =
            block.row(n).iter().zip(&mean).map(|(&x, &mean)| DoubleDouble::from(x) - mean).collect();
        scatter.add_outer(&difference, weight);
    }
    (mean, scatter)
}

/// `Σ_n w_n x_nd / N` for each `d`, summed with compensation over the observations of positive weight.
fn weighted_mean(weights: &[f64], count: f64, dimension: usize, x: impl Fn(usize, usize) -> f64) -> Vec<f64> {
    let mut totals = vec![Sum::default(); dimension];
    for (n, &weight) in weights.iter().enumerate().filter(|(_, weight)| **weight > 0.0) {
        for (d, total) in totals.iter_mut().enumerate() {
            total.add_product(weight, x(n, d));
        }
    }
    totals.iter().map(|total| total.value() / count).collect()
}

impl<S: Scatter> Moments for GaussianMoments<S> {
    fn merge_component(&mut self, k: usize, count: DoubleDouble, other: &Self, other_count: DoubleDouble) {
        if other_count.high == 0.0 {
            return;
        }
        if count.high == 0.0 {
            self.means[k].clone_from(&other.means[k]);
            self.scatters[k] = other.scatters[k].clone();
            return;
        }
        let share = other_count / (count + other_count);
        let pairs = other.means[k].iter().zip(&self.means[k]);
        let apart: Vec<DoubleDouble> = pairs.map(|(&other, &own)| other - own).collect();
        self.scatters[k].add(&other.scatters[k]);
        self.scatters[k].add_outer(&apart, (count * share).high);
        for (own, apart) in self.means[k].iter_mut().zip(apart) {
            *own = *own + share * apart;
        }
    }

    fn scale_component(&mut self, k: usize, factor: f64) {
        self.scatters[k].scale(factor);
    }
}

/// The whole matrix, `D x D`, for `full` and `tied`: its lower triangle, row by row.
#[derive(Clone, Debug)]
pub struct MatrixScatter {
    lower: Vec<Vec<DoubleDouble>>,
}

impl MatrixScatter {
    /// A symmetric matrix as it stands.
    #[must_use]
    pub fn exact(matrix: MatRef<'_, f64>) -> Self {
        let row = |i: usize| (0..=i).map(|j| DoubleDouble::from(matrix[(i, j)])).collect();
        Self { lower: (0..matrix.nrows()).map(row).collect() }
    }

    /// The entry at `(i, j)`.
    #[must_use]
    pub fn entry(&self, i: usize, j: usize) -> DoubleDouble {
        self.lower[i.max(j)][i.min(j)]
    }

    fn entries(&mut self) -> impl Iterator<Item = &mut DoubleDouble> {
        self.lower.iter_mut().flatten()
    }
}

impl Scatter for MatrixScatter {
    const HAS_PRECISE: bool = true;

    fn zero(dimension: usize) -> Self {
        Self { lower: (0..dimension).map(|i| vec![DoubleDouble::default(); i + 1]).collect() }
    }

    fn of(columns: MatRef<'_, f64>, weights: &[f64]) -> Self {
        let weighted = Mat::from_fn(columns.nrows(), columns.ncols(), |d, n| weights[n] * columns[(d, n)]);
        let mut scatter = Mat::zeros(columns.nrows(), columns.nrows());
        matmul(scatter.as_mut(), Accum::Replace, weighted.as_ref(), columns.transpose(), 1.0, Par::Seq);
        Self::exact(scatter.as_ref())
    }

    fn of_entries(dimension: usize, entry: impl Fn(usize, usize) -> DoubleDouble) -> Self {
        Self { lower: (0..dimension).map(|i| (0..=i).map(|j| entry(i, j)).collect()).collect() }
    }

    fn add(&mut self, other: &Self) {
        for (own, &other) in self.entries().zip(other.lower.iter().flatten()) {
            *own = *own + other;
        }
    }

    fn add_outer(&mut self, v: &[DoubleDouble], c: f64) {
        for (i, row) in self.lower.iter_mut().enumerate() {
            let scaled = v[i] * DoubleDouble::from(c);
            for (entry, &v) in row.iter_mut().zip(v) {
                *entry = *entry + scaled * v;
            }
        }
    }

    fn scale(&mut self, factor: f64) {
        for entry in self.entries() {
            *entry = *entry * DoubleDouble::from(factor);
        }
    }
}

/// The diagonal, `D`.
#[derive(Clone, Debug)]
pub struct DiagonalScatter(pub Vec<f64>);

impl Scatter for DiagonalScatter {
    const HAS_PRECISE: bool = true;

    fn zero(dimension: usize) -> Self {
        Self(vec![0.0; dimension])
    }

    fn of(columns: MatRef<'_, f64>, weights: &[f64]) -> Self {
        let mut totals = vec![Sum::default(); columns.nrows()];
        for (n, &weight) in weights.iter().enumerate() {
            for (d, total) in totals.iter_mut().enumerate() {
                total.add(weight * columns[(d, n)] * columns[(d, n)]);
            }
        }
        Self(totals.into_iter().map(Sum::value).collect())
    }

    fn of_entries(dimension: usize, entry: impl Fn(usize, usize) -> DoubleDouble) -> Self {
        Self((0..dimension).map(|d| entry(d, d).high).collect())
    }

    fn add(&mut self, other: &Self) {
        for (own, other) in self.0.iter_mut().zip(&other.0) {
            *own += other;
        }
    }

    fn add_outer(&mut self, v: &[DoubleDouble], c: f64) {
        for (own, v) in self.0.iter_mut().zip(v) {
            *own += c * v.high * v.high;
        }
    }

    fn scale(&mut self, factor: f64) {
        for own in &mut self.0 {
            *own *= factor;
        }
    }
}

/// The trace.
#[derive(Clone, Copy, Debug)]
pub struct TraceScatter(pub f64);

impl Scatter for TraceScatter {
    const HAS_PRECISE: bool = true;

    fn zero(_: usize) -> Self {
        Self(0.0)
    }

    fn of(columns: MatRef<'_, f64>, weights: &[f64]) -> Self {
        let mut total = Sum::default();
        for (n, &weight) in weights.iter().enumerate() {
            for d in columns.col(n).iter() {
                total.add(weight * d * d);
            }
        }
        Self(total.value())
    }

    fn of_entries(dimension: usize, entry: impl Fn(usize, usize) -> DoubleDouble) -> Self {
        Self((0..dimension).map(|d| entry(d, d).high).sum())
    }

    fn add(&mut self, other: &Self) {
        self.0 += other.0;
    }

    fn add_outer(&mut self, v: &[DoubleDouble], c: f64) {
        self.0 += v.iter().map(|v| c * v.high * v.high).sum::<f64>();
    }

    fn scale(&mut self, factor: f64) {
        self.0 *= factor;
    }
}

/// Nothing: the covariance is known.
#[derive(Clone, Copy, Debug)]
pub struct NoScatter;

impl Scatter for NoScatter {
    fn zero(_: usize) -> Self {
        Self
    }
    fn of(_: MatRef<'_, f64>, _: &[f64]) -> Self {
        Self
    }
    fn of_entries(_: usize, _: impl Fn(usize, usize) -> DoubleDouble) -> Self {
        Self
    }
    fn add(&mut self, _: &Self) {}
    fn add_outer(&mut self, _: &[DoubleDouble], _: f64) {}
    fn scale(&mut self, _: f64) {}
}
