//! Mean and scatter of the components, about their own means: `x̄_k = Σ w r x / N_k`, `S_k = Σ w r (x - x̄_k)(x - x̄_k)ᵀ`.
//!
//! Raw moments `Σ w r x xᵀ` would cancel: data of standard deviation 1 at 1e8 leave no digit. A block, which is in cache, is passed
//! over twice: for its mean, kept as `high + low`, and for the scatter about `high`, corrected by what is left of the first
//! moment there (Chan, Golub and LeVeque 1983, the corrected two-pass algorithm). Blocks merge by their formula
//! `S = S₁ + S₂ + N₁N₂/(N₁+N₂) (x̄₁ - x̄₂)(x̄₁ - x̄₂)ᵀ`, a sum of positive terms. One pass over memory, nothing cancels.

use faer::{Accum, Mat, MatRef, Par, linalg::matmul::matmul};

use crate::{
    arithmetic::{double_double::two_sum, sum::Sum},
    observations::Block,
    statistics::{Moments, ShiftedWeights},
};

/// The part of a scatter matrix that a covariance structure needs.
pub trait Scatter: Clone + Send + Sync {
    /// No scatter, in `D` dimensions.
    fn zero(dimension: usize) -> Self;

    /// `Σ_n w_n d_n d_nᵀ` of columns `d_n` (`D x B`).
    fn of(columns: MatRef<'_, f64>, weights: &[f64]) -> Self;

    /// Adds another.
    fn add(&mut self, other: &Self);

    /// Adds `c v vᵀ`.
    fn add_outer(&mut self, v: &[f64], c: f64);

    /// Multiplies by a factor.
    fn scale(&mut self, factor: f64);
}

/// Means and scatters of all `K` components.
#[derive(Clone, Debug)]
pub struct GaussianMoments<S> {
    /// `x̄_k`, rounded: `K` vectors of `D`.
    high: Vec<Vec<f64>>,
    /// What the rounding left.
    low: Vec<Vec<f64>>,
    scatters: Vec<S>,
}

impl<S: Scatter> GaussianMoments<S> {
    /// The moments of a block.
    pub fn of_block(dimension: usize, block: &Block<'_>, weights: &ShiftedWeights) -> Self {
        let components = weights.components();
        let mut moments = Self {
            high: vec![vec![0.0; dimension]; components],
            low: vec![vec![0.0; dimension]; components],
            scatters: Vec::with_capacity(components),
        };
        let mut columns = Mat::zeros(dimension, block.len());
        for k in 0..components {
            let row = weights.row(k);
            let count = row.iter().copied().collect::<Sum>().value();
            if count == 0.0 {
                moments.scatters.push(S::zero(dimension));
                continue;
            }
            let high = weighted_mean(row, count, dimension, |n, d| block.row(n)[d]);
            for n in 0..block.len() {
                for (d, (&x, &mean)) in block.row(n).iter().zip(&high).enumerate() {
                    // A far observation of weight 0 must not make 0 * inf.
                    columns[(d, n)] = if row[n] > 0.0 { x - mean } else { 0.0 };
                }
            }
            let low = weighted_mean(row, count, dimension, |n, d| columns[(d, n)]);
            let mut scatter = S::of(columns.as_ref(), row);
            scatter.add_outer(&low, -count);
            moments.scatters.push(scatter);
            moments.high[k] = high;
            moments.low[k] = low;
        }
        moments
    }

    /// `x̄_k`, `D`, of a component that is not empty.
    #[must_use]
    pub fn mean(&self, k: usize) -> Vec<f64> {
        self.high[k].iter().zip(&self.low[k]).map(|(high, low)| high + low).collect()
    }

    /// `x̄_kd` as `(high, low)`.
    #[must_use]
    pub fn mean_parts(&self, k: usize, d: usize) -> (f64, f64) {
        (self.high[k][d], self.low[k][d])
    }

    /// `x̄_k - origin`, `D`.
    #[must_use]
    pub fn deviation(&self, k: usize, origin: &[f64]) -> Vec<f64> {
        let parts = self.high[k].iter().zip(&self.low[k]);
        parts.zip(origin).map(|((high, low), origin)| (high - origin) + low).collect()
    }

    /// `S_k exp(-shift_k)`.
    #[must_use]
    pub fn scatter(&self, k: usize) -> &S {
        &self.scatters[k]
    }
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
    fn merge_component(&mut self, k: usize, count: f64, other: &Self, other_count: f64) {
        if other_count == 0.0 {
            return;
        }
        if count == 0.0 {
            self.high[k].clone_from(&other.high[k]);
            self.low[k].clone_from(&other.low[k]);
            self.scatters[k] = other.scatters[k].clone();
            return;
        }
        let share = other_count / (count + other_count);
        let apart: Vec<f64> = (0..self.high[k].len())
            .map(|d| (other.high[k][d] - self.high[k][d]) + (other.low[k][d] - self.low[k][d]))
            .collect();
        self.scatters[k].add(&other.scatters[k]);
        self.scatters[k].add_outer(&apart, count * share);
        for (d, &apart) in apart.iter().enumerate() {
            let (high, low) = two_sum(self.high[k][d], share * apart + self.low[k][d]);
            self.high[k][d] = high;
            self.low[k][d] = low;
        }
    }

    fn scale_component(&mut self, k: usize, factor: f64) {
        self.scatters[k].scale(factor);
    }
}

/// The whole matrix, `D x D`, for `full` and `tied`.
#[derive(Clone, Debug)]
pub struct MatrixScatter(pub Mat<f64>);

impl Scatter for MatrixScatter {
    fn zero(dimension: usize) -> Self {
        Self(Mat::zeros(dimension, dimension))
    }

    fn of(columns: MatRef<'_, f64>, weights: &[f64]) -> Self {
        let weighted = Mat::from_fn(columns.nrows(), columns.ncols(), |d, n| weights[n] * columns[(d, n)]);
        let mut scatter = Mat::zeros(columns.nrows(), columns.nrows());
        matmul(scatter.as_mut(), Accum::Replace, weighted.as_ref(), columns.transpose(), 1.0, Par::Seq);
        // Rounding may differ above and below the diagonal; the lower triangle speaks for both.
        Self(Mat::from_fn(columns.nrows(), columns.nrows(), |i, j| scatter[(i.max(j), i.min(j))]))
    }

    fn add(&mut self, other: &Self) {
        self.0 += &other.0;
    }

    fn add_outer(&mut self, v: &[f64], c: f64) {
        for j in 0..v.len() {
            for i in j..v.len() {
                let entry = self.0[(i, j)] + c * v[i] * v[j];
                self.0[(i, j)] = entry;
                self.0[(j, i)] = entry;
            }
        }
    }

    fn scale(&mut self, factor: f64) {
        self.0 *= faer::Scale(factor);
    }
}

/// The diagonal, `D`.
#[derive(Clone, Debug)]
pub struct DiagonalScatter(pub Vec<f64>);

impl Scatter for DiagonalScatter {
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

    fn add(&mut self, other: &Self) {
        for (own, other) in self.0.iter_mut().zip(&other.0) {
            *own += other;
        }
    }

    fn add_outer(&mut self, v: &[f64], c: f64) {
        for (own, v) in self.0.iter_mut().zip(v) {
            *own += c * v * v;
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

    fn add(&mut self, other: &Self) {
        self.0 += other.0;
    }

    fn add_outer(&mut self, v: &[f64], c: f64) {
        self.0 += v.iter().map(|v| c * v * v).sum::<f64>();
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
    fn add(&mut self, _: &Self) {}
    fn add_outer(&mut self, _: &[f64], _: f64) {}
    fn scale(&mut self, _: f64) {}
}
