//! The Gaussian family: `log p(x|μ, Σ) = -D/2 log 2π - 1/2 log|Σ| - 1/2 (x-μ)ᵀ Σ⁻¹ (x-μ)`.
//!
//! `t(x) = (x, x xᵀ)`; what is summed is its centred form, the mean and the scatter about it ([`moments`]). Domain: `x` and `μ`
//! real, `Σ` symmetric positive definite of one of five structures, one file each; a new one implements [`Structure`].

mod diagonal;
mod full;
mod identity;
pub mod moments;
mod spherical;
mod tied;

use faer::{Mat, MatMut};

use super::{Family, MStep, Support, relative_change};
use crate::{
    arithmetic::{double_double::DoubleDouble, special::LN_TAU},
    em::Summary,
    error::{Error, Moment, Result, check_domain, check_finite, check_len},
    kernel::{GaussianKernel, Metric, Precise, Room},
    mixture::Mixture,
    observations::{Block, Observations},
    prior::Normal,
    statistics::{Effort, ShiftedWeights},
};

pub use diagonal::Diagonal;
pub use full::Full;
pub use identity::Identity;
pub use moments::{GaussianMoments, Scatter};
pub use spherical::Spherical;
pub use tied::Tied;

/// An observation in `D` dimensions whose squared distances from all components are this or more is far: binary64 would leave its
/// responsibilities tens of `ε` of uncertainty and more. What a component has made is nearer, but for one in a hundred thousand.
pub const fn far(dimension: usize) -> f64 {
    16.0 + 4.0 * dimension as f64
}

/// The covariances of `K` components under one structure.
pub trait Structure: Clone + Send + Sync + Sized {
    /// The part of the scatter matrix that the structure needs.
    type Scatter: Scatter;
    /// The conjugate prior of one component.
    type Prior: Send + Sync;

    /// `log|Σ_0|`, in `D` dimensions.
    fn log_determinant(&self, dimension: usize) -> f64;

    /// `log|Σ_k| - log|Σ_0|`, in `D` dimensions.
    fn log_determinant_ratio(&self, k: usize, dimension: usize) -> f64;

    /// Whether binary64 arithmetic with `Σ_k`, about the mean `μ_k`, would lose digits.
    fn is_ill_conditioned(&self, k: usize, mean: &[f64]) -> bool {
        let _ = (k, mean);
        false
    }

    /// `dᵀ Σ_k⁻¹ d` of one vector, in double-double.
    fn precise_distance(&self, k: usize, difference: &[DoubleDouble]) -> DoubleDouble;

    /// Replaces each column `d` (`D x B`) by one whose square is `dᵀ Σ_k⁻¹ d`.
    fn whiten(&self, k: usize, columns: MatMut<'_, f64>);

    /// The distances as a kernel takes them; `None` if it does not, or not of these covariances.
    fn metric(&self, dimension: usize) -> Option<Metric> {
        let _ = dimension;
        None
    }

    /// The covariances of the M-step.
    ///
    /// # Errors
    /// A covariance that is not positive definite; an empty component with nothing to keep.
    fn maximize(step: &MStep<'_, Gaussian<Self>>) -> Result<Self>;

    /// The normal factor of a prior.
    fn normal(prior: &Self::Prior) -> &Normal;

    /// `log p(Σ) + Σ_k log p(μ_k|Σ_k)`.
    fn log_prior(&self, means: &[Vec<DoubleDouble>], prior: &Self::Prior) -> f64;

    /// Whether the scatter of these rows is positive definite in exact arithmetic.
    fn spans(rows: &[&[f64]], dimension: usize) -> bool;

    /// The first component whose covariance would be singular in exact arithmetic.
    fn without_maximum(supports: &[Support<'_>], dimension: usize) -> Option<usize> {
        supports.iter().find(|(_, rows)| !Self::spans(rows, dimension)).map(|(k, _)| *k)
    }

    /// The numbers of each covariance, a block each.
    fn blocks(&self) -> Vec<Vec<f64>>;
}

/// The means and covariances of `K` components.
#[derive(Clone, Debug)]
pub struct Gaussian<S> {
    means: Vec<Vec<f64>>,
    /// The means before they were rounded: of ill-conditioned components the rounding of a mean is no small distance.
    precise_means: Vec<Vec<DoubleDouble>>,
    covariances: S,
}

impl<S: Structure> Gaussian<S> {
    /// Takes `K` means of `D` numbers and covariances that have been checked for `K` and `D`.
    ///
    /// # Errors
    /// A mean that is not finite or has another length than the first.
    pub fn new(means: Vec<Vec<f64>>, covariances: S) -> Result<Self> {
        let dimension = means.first().map_or(0, Vec::len);
        for (k, mean) in means.iter().enumerate() {
            let field = format!("components[{k}].mean");
            check_len(mean.len(), dimension, &field, "numbers, as in the first component")?;
            check_finite(mean, &field)?;
        }
        let precise = |mean: &Vec<f64>| mean.iter().copied().map(DoubleDouble::from).collect();
        Ok(Self { precise_means: means.iter().map(precise).collect(), means, covariances })
    }

    /// `(x_n - μ_k)ᵀ Σ_k⁻¹ (x_n - μ_k)` in double-double; infinite where that is beyond it.
    fn precise_distance(&self, k: usize, row: &[f64]) -> DoubleDouble {
        let pairs = row.iter().zip(&self.precise_means[k]);
        let difference: Vec<DoubleDouble> = pairs.map(|(&x, &mu)| DoubleDouble::from(x) - mu).collect();
        let distance = self.covariances.precise_distance(k, &difference);
        if distance.high.is_finite() { distance } else { DoubleDouble::from(f64::INFINITY) }
    }

    /// The distances of a block's observations from component `k`, to row `k` of `out`.
    fn distances(&self, k: usize, block: &Block<'_>, columns: &mut Mat<f64>, out: &mut MatMut<'_, f64>) {
        if self.covariances.is_ill_conditioned(k, &self.means[k]) {
            for n in 0..block.len() {
                out[(k, n)] = self.precise_distance(k, block.row(n)).high;
            }
            return;
        }
        for n in 0..block.len() {
            for (d, (&x, &mu)) in block.row(n).iter().zip(&self.precise_means[k]).enumerate() {
                columns[(d, n)] = (x - mu.high) - mu.low;
            }
        }
        self.covariances.whiten(k, columns.as_mut());
        for n in 0..block.len() {
            let distance: f64 = columns.col(n).iter().map(|z| z * z).sum();
            // Whitening that overflows makes `inf - inf`: the distance is beyond binary64.
            out[(k, n)] = if distance.is_nan() { f64::INFINITY } else { distance };
        }
    }

    /// Takes from the distances of observation `n` the smallest of them, and returns that.
    ///
    /// An observation near some component keeps its distances: there is nothing to gain. Of one that is far from all of them the
    /// distances are taken again in double-double, for their differences decide on its responsibilities.
    fn separate_nearest(&self, n: usize, row: &[f64], out: &mut MatMut<'_, f64>) -> f64 {
        let nearest = out.as_ref().col(n).iter().copied().fold(f64::INFINITY, f64::min);
        if nearest < far(row.len()) || nearest == f64::INFINITY {
            return 0.0;
        }
        let (distances, nearest) = self.distances_from_nearest(row);
        if nearest == f64::INFINITY {
            return 0.0;
        }
        for (k, distance) in distances.into_iter().enumerate() {
            out[(k, n)] = distance;
        }
        nearest
    }

    /// `μ_k` before they were rounded, `K` vectors of `D`.
    pub(crate) fn precise_means(&self) -> &[Vec<DoubleDouble>] {
        &self.precise_means
    }

    /// `μ_k`, `K` vectors of `D`.
    #[must_use]
    pub fn means(&self) -> &[Vec<f64>] {
        &self.means
    }

    /// `Σ_k`.
    #[must_use]
    pub fn covariances(&self) -> &S {
        &self.covariances
    }
}

impl<S: Structure> Precise for Gaussian<S> {
    type Scatter = S::Scatter;

    fn distances_from_nearest(&self, row: &[f64]) -> (Vec<f64>, f64) {
        let precise: Vec<DoubleDouble> = (0..self.means.len()).map(|k| self.precise_distance(k, row)).collect();
        above_least(&precise)
    }
}

/// Distances less the smallest of them, and that.
pub(crate) fn above_least(distances: &[DoubleDouble]) -> (Vec<f64>, f64) {
    let least = distances.iter().copied().fold(distances[0], |a, b| if b.high < a.high { b } else { a });
    let excess = |&distance: &DoubleDouble| {
        if distance.high == f64::INFINITY { distance.high } else { (distance - least).high }
    };
    (distances.iter().map(excess).collect(), least.high)
}

impl<S: Structure> Family for Gaussian<S> {
    type Shape = usize;
    type Moments = GaussianMoments<S::Scatter>;
    type Prior = S::Prior;
    type Kernel<'a>
        = GaussianKernel<'a, Self>
    where
        Self: 'a;

    type Room = Room;

    fn kernel<'a>(mixture: &'a Mixture<Self>, _: &Summary) -> Option<GaussianKernel<'a, Self>> {
        GaussianKernel::new(mixture)
    }

    fn components(&self) -> usize {
        self.means.len()
    }

    fn shape(&self) -> usize {
        self.means.first().map_or(0, Vec::len)
    }

    fn dimension(shape: &usize) -> usize {
        *shape
    }

    fn check_observations(_: &usize, _: &Observations) -> Result<()> {
        Ok(())
    }

    fn check_prior(shape: &usize, prior: &S::Prior) -> Result<()> {
        S::normal(prior).check(*shape)
    }

    fn check_maximum_exists(shape: &usize, supports: &[Support<'_>], moment: Moment) -> Result<()> {
        match S::without_maximum(supports, *shape) {
            Some(component) => Err(Error::NotPositiveDefinite { component, moment }),
            None => Ok(()),
        }
    }

    fn log_densities(&self, block: &Block<'_>, mut out: MatMut<'_, f64>, offsets: &mut [f64]) {
        let dimension = self.shape();
        let mut columns = Mat::zeros(dimension, block.len());
        for k in 0..self.means.len() {
            self.distances(k, block, &mut columns, &mut out);
        }
        let ratios: Vec<f64> =
            (0..self.means.len()).map(|k| self.covariances.log_determinant_ratio(k, dimension)).collect();
        let normaliser = dimension as f64 * LN_TAU + self.covariances.log_determinant(dimension);
        for (n, offset) in offsets.iter_mut().enumerate() {
            let nearest = self.separate_nearest(n, block.row(n), &mut out);
            *offset = -0.5 * (normaliser + nearest);
            for (k, ratio) in ratios.iter().enumerate() {
                out[(k, n)] = -0.5 * (ratio + out[(k, n)]);
            }
        }
    }

    fn moments(shape: &usize, block: &Block<'_>, weights: &ShiftedWeights, effort: Effort) -> Self::Moments {
        GaussianMoments::of_block(*shape, block, weights, effort)
    }

    fn maximize(step: &MStep<'_, Self>) -> Result<Self> {
        let components = 0..step.statistics.components();
        let precise_means: Vec<Vec<DoubleDouble>> = components.map(|k| mean(step, k)).collect::<Result<_>>()?;
        let rounded = |mean: &Vec<DoubleDouble>| mean.iter().map(|entry| entry.high).collect();
        let means = precise_means.iter().map(rounded).collect();
        Ok(Self { means, precise_means, covariances: S::maximize(step)? })
    }

    fn log_prior(&self, prior: &S::Prior) -> f64 {
        self.covariances.log_prior(&self.precise_means, prior)
    }

    fn is_ill_conditioned(&self) -> bool {
        (0..self.means.len()).any(|k| self.covariances.is_ill_conditioned(k, &self.means[k]))
    }

    fn is_finite(&self) -> bool {
        self.means.iter().flatten().all(|mean| mean.is_finite())
            && self.covariances.blocks().iter().flatten().all(|entry| entry.is_finite())
    }

    fn relative_change(&self, other: &Self) -> f64 {
        let of_means = self.means.iter().zip(&other.means).map(|(a, b)| relative_change(a, b));
        let (own, others) = (self.covariances.blocks(), other.covariances.blocks());
        let of_covariances = own.iter().zip(&others).map(|(a, b)| relative_change(a, b));
        of_means.chain(of_covariances).fold(0.0, f64::max)
    }
}

/// `μ_k` of the M-step: `x̄_k`, or `(κ m0 + N_k x̄_k)/(κ + N_k)` under a prior (32).
fn mean<S: Structure>(step: &MStep<'_, Gaussian<S>>, k: usize) -> Result<Vec<DoubleDouble>> {
    let statistics = step.statistics;
    match step.prior {
        None if statistics.is_empty(k) => Ok(step.kept(k)?.precise_means[k].clone()),
        None => Ok(statistics.moments.mean(k).to_vec()),
        Some(prior) => {
            let count = statistics.precise_count(k) * DoubleDouble::from(statistics.scale(k));
            let means = statistics.moments.mean(k).iter().enumerate();
            Ok(means.map(|(d, &mean)| S::normal(prior).mode(d, count, mean)).collect())
        }
    }
}

/// The components that have data, or all of them where there is a prior to speak for the rest.
fn with_data<S: Structure>(step: &MStep<'_, Gaussian<S>>, k: usize) -> bool {
    step.prior.is_some() || !step.statistics.is_empty(k)
}

/// `S_k + B_k` of the posterior, `B_k = κN/(κ+N) (x̄ - m0)(x̄ - m0)ᵀ`; `S_k = 0` for an empty component.
fn posterior_scatter<S: Structure>(step: &MStep<'_, Gaussian<S>>, normal: &Normal, k: usize) -> S::Scatter {
    let statistics = step.statistics;
    let mut scatter = statistics.moments.scatter(k).clone();
    scatter.scale(statistics.scale(k));
    let count = statistics.count(k);
    if count > 0.0 {
        let deviation = normal.deviation(statistics.moments.mean(k));
        scatter.add_outer(&deviation, normal.shrinkage(count));
    }
    scatter
}

/// A symmetric matrix from its rows, `D x D`.
///
/// # Errors
/// Rows of another length, an entry that is not finite, two mirrored entries that differ in any bit.
pub fn symmetric(rows: &[Vec<f64>], field: &str) -> Result<Mat<f64>> {
    for (i, row) in rows.iter().enumerate() {
        check_len(row.len(), rows.len(), &format!("{field}[{i}]"), "numbers")?;
        for (j, &value) in row.iter().enumerate() {
            check_domain(value, |_| true, || format!("{field}[{i}][{j}]"), "finite")?;
        }
    }
    for row in 0..rows.len() {
        for column in 0..row {
            let (below, above) = (rows[row][column], rows[column][row]);
            if below != above {
                return Err(Error::NotSymmetric { field: field.to_owned(), row, column, below, above });
            }
        }
    }
    Ok(Mat::from_fn(rows.len(), rows.len(), |i, j| rows[i][j]))
}

/// Whether no coordinate is the same in all rows.
fn no_constant_coordinate(rows: &[&[f64]], dimension: usize) -> bool {
    let Some(first) = rows.first() else { return false };
    (0..dimension).all(|d| rows.iter().any(|row| row[d] != first[d]))
}

#[cfg(test)]
mod tests {
    use super::far;

    /// Of two dimensions `χ²` is beyond it with probability `exp(-12) = 6e-6`.
    #[test]
    fn what_a_component_has_made_is_not_far() {
        assert_eq!([1, 2, 16, 64].map(far), [20.0, 24.0, 80.0, 272.0]);
    }
}
