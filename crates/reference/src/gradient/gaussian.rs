//! Coordinates and gradient of the Gaussian family, whatever the structure of its covariances.
//!
//! With `Λ_k = L_k L_kᵀ`, `d = x - μ_k`: `log p(x|θ_k) = Σ_i log L_ii - 1/2 |Lᵀd|² + const`. By the mean `Λ Σ_n w r d`; by `L`, for a count `N`
//! and a scatter `M = Σ_n w r d dᵀ` about `μ_k`, `N δ_ij/L_ii - (M L)_ij`, `i >= j`, times `L_ii` for a logarithm of the diagonal. A
//! prior of the mean adds 1 to the count and `κ (μ - m0)(μ - m0)ᵀ` to `M`; one of the covariance adds `ν + D + 1` and `Ψ`, or `2a + 2`
//! and `2b`. At the M-step these are the divisor and the numerator of the covariance, and the gradient is 0.

use faer::MatRef;

use super::Coordinates;
use crate::{
    arithmetic::{cholesky::Cholesky, double_double::DoubleDouble, sum::Sum},
    error::{Error, Moment, Result, check_len},
    family::{
        Family,
        gaussian::{Diagonal, Full, Gaussian, Identity, Spherical, Structure, Tied},
    },
    observations::Observations,
    prior::{Normal, NormalInverseGammaDiagonal, NormalInverseGammaSpherical, NormalInverseWishart},
};

/// A square matrix by its rows.
type Rows = Vec<Vec<f64>>;

/// A covariance structure whose precisions have coordinates without constraints.
pub trait PrecisionCoordinates: Structure {
    /// Whether all components have one covariance.
    const SHARED: bool = false;

    /// The number of coordinates of `K` covariances in `D` dimensions.
    fn length(components: usize, dimension: usize) -> usize;

    /// The lower triangular `L` of `Λ_k = L Lᵀ`, `D x D`.
    ///
    /// # Errors
    /// A precision beyond binary64.
    fn factor(&self, k: usize, dimension: usize) -> Result<Rows>;

    /// The coordinates of the factors `L_k`.
    fn of_factors(factors: &[Rows]) -> Vec<f64>;

    /// The covariances at given coordinates, as many as [`length`](Self::length) says.
    ///
    /// # Errors
    /// A covariance beyond binary64 or not positive definite.
    fn from_coordinates(coordinates: &[f64], components: usize, dimension: usize) -> Result<Self>;

    /// The gradient by the coordinates, from that by log-Cholesky factors of each component.
    fn of_slopes(slopes: &[Rows]) -> Vec<f64>;

    /// The count and the scatter that stand for the prior of a covariance.
    fn prior_scatter(prior: &Self::Prior, dimension: usize) -> (f64, Rows);
}

impl<S: PrecisionCoordinates> Coordinates for Gaussian<S> {
    fn coordinates(&self) -> Result<Vec<f64>> {
        let mut coordinates = self.means().concat();
        coordinates.extend(S::of_factors(&factors(self)?));
        Ok(coordinates)
    }

    fn from_coordinates(shape: &usize, components: usize, coordinates: &[f64]) -> Result<Self> {
        let of_means = components * shape;
        let length = of_means + S::length(components, *shape);
        check_len(coordinates.len(), length, "coordinates of the means and precisions", "numbers")?;
        let (means, precisions) = coordinates.split_at(of_means);
        let covariances = S::from_coordinates(precisions, components, *shape)?;
        Self::new(means.chunks((*shape).max(1)).map(<[f64]>::to_vec).collect(), covariances)
    }

    fn gradient(&self, observations: &Observations, weighted: MatRef<'_, f64>, prior: Option<&S::Prior>) -> Vec<f64> {
        let dimension = self.shape();
        // A precision beyond binary64 makes a gradient beyond it, which is refused.
        let Ok(factors) = factors(self) else { return vec![f64::INFINITY] };
        let (mut of_means, mut slopes) = (Vec::new(), Vec::new());
        for (k, (mean, factor)) in self.means().iter().zip(&factors).enumerate() {
            let mut moments = About::of_data(observations, weighted.row(k).iter().copied(), mean);
            if let Some(prior) = prior {
                moments.add_normal(S::normal(prior), mean);
                if k == 0 || !S::SHARED {
                    moments.add_scatter(S::prior_scatter(prior, dimension));
                }
            }
            of_means.extend(moments.slope_of_mean(factor));
            slopes.push(moments.slope_of_factor(factor));
        }
        of_means.extend(S::of_slopes(&slopes));
        of_means
    }
}

fn factors<S: PrecisionCoordinates>(gaussian: &Gaussian<S>) -> Result<Vec<Rows>> {
    (0..gaussian.means().len()).map(|k| gaussian.covariances().factor(k, gaussian.shape())).collect()
}

/// Count, first and second moment about a mean, of the data and of what a prior adds to them.
struct About {
    count: Sum,
    first: Vec<Sum>,
    second: Vec<Vec<Sum>>,
}

impl About {
    fn of_data(observations: &Observations, weights: impl Iterator<Item = f64>, mean: &[f64]) -> Self {
        let zeros = vec![Sum::default(); mean.len()];
        let mut about = Self { count: Sum::default(), first: zeros.clone(), second: vec![zeros; mean.len()] };
        for (n, weight) in weights.enumerate().filter(|(_, weight)| *weight > 0.0) {
            let deviation: Vec<f64> = observations.row(n).iter().zip(mean).map(|(x, mean)| x - mean).collect();
            about.add(weight, weight, &deviation);
        }
        about
    }

    /// Adds `d` with a count and a weight.
    fn add(&mut self, count: f64, weight: f64, deviation: &[f64]) {
        self.count.add(count);
        for (i, &d) in deviation.iter().enumerate() {
            self.first[i].add_product(weight, d);
            for (j, &e) in deviation.iter().enumerate() {
                self.second[i][j].add_product(weight * d, e);
            }
        }
    }

    /// `log N(μ|m0, Σ/κ)`: one observation `m0` of count 1 and weight `κ`.
    fn add_normal(&mut self, normal: &Normal, mean: &[f64]) {
        let deviation: Vec<f64> = normal.mean().iter().zip(mean).map(|(m0, mean)| m0 - mean).collect();
        self.add(1.0, normal.precision, &deviation);
    }

    fn add_scatter(&mut self, (count, scatter): (f64, Rows)) {
        self.count.add(count);
        for (own, row) in self.second.iter_mut().flatten().zip(scatter.iter().flatten()) {
            own.add(*row);
        }
    }

    /// `Λ Σ w d = L (Lᵀ Σ w d)`.
    fn slope_of_mean(&self, factor: &Rows) -> Vec<f64> {
        let dimension = factor.len();
        let turned = |j: usize| (j..dimension).map(|i| factor[i][j] * self.first[i].value()).sum::<f64>();
        let turned: Vec<f64> = (0..dimension).map(turned).collect();
        factor.iter().map(|row| row.iter().zip(&turned).map(|(l, t)| l * t).sum()).collect()
    }

    /// `N δ_ij/L_ii - (M L)_ij`, the diagonal times `L_ii`; 0 above it.
    fn slope_of_factor(&self, factor: &Rows) -> Rows {
        let dimension = factor.len();
        let entry = |i: usize, j: usize| {
            let mut total = Sum::default();
            for m in j..dimension {
                total.add_product(-self.second[i][m].value(), factor[m][j]);
            }
            match i.cmp(&j) {
                std::cmp::Ordering::Less => 0.0,
                std::cmp::Ordering::Equal => total.value().mul_add(factor[i][i], self.count.value()),
                std::cmp::Ordering::Greater => total.value(),
            }
        };
        (0..dimension).map(|i| (0..dimension).map(|j| entry(i, j)).collect()).collect()
    }
}

fn diagonal(entries: impl Iterator<Item = f64>) -> Rows {
    let entries: Vec<f64> = entries.collect();
    let row = |i: usize| (0..entries.len()).map(|j| if i == j { entries[i] } else { 0.0 }).collect();
    (0..entries.len()).map(row).collect()
}

/// The lower triangle row by row, the diagonal's entries through `of_diagonal`.
fn lower(rows: &Rows, of_diagonal: impl Fn(f64) -> f64) -> Vec<f64> {
    let row = |(i, row): (usize, &Vec<f64>)| {
        let mut own = row[..=i].to_vec();
        own[i] = of_diagonal(own[i]);
        own
    };
    rows.iter().enumerate().flat_map(row).collect()
}

/// `L` of `Σ⁻¹ = L Lᵀ`, in double-double: `Σ⁻¹` from the columns of the inverse of the factor of `Σ`, and its own factor.
fn precision_factor(sigma: MatRef<'_, f64>, component: usize) -> Result<Rows> {
    let error = || Error::NotPositiveDefinite { component, moment: Moment::Given };
    let dimension = sigma.nrows();
    let factor = Cholesky::of_given(sigma).ok_or_else(error)?;
    let unit = |j: usize| {
        let mut column = vec![DoubleDouble::default(); dimension];
        column[j] = DoubleDouble::from(1.0);
        factor.whiten_precisely(&mut column);
        column
    };
    let columns: Vec<Vec<DoubleDouble>> = (0..dimension).map(unit).collect();
    let precision = |i: usize, j: usize| {
        columns[i].iter().zip(&columns[j]).fold(DoubleDouble::default(), |total, (&a, &b)| total + a * b)
    };
    let mut lower = vec![vec![DoubleDouble::default(); dimension]; dimension];
    for i in 0..dimension {
        for j in 0..=i {
            let rest = (0..j).fold(precision(i, j), |rest, m| rest - lower[i][m] * lower[j][m]);
            if i > j {
                lower[i][j] = rest / lower[j][j];
            } else if rest.high > 0.0 && rest.high.is_finite() {
                lower[i][i] = rest.sqrt();
            } else {
                return Err(error());
            }
        }
    }
    Ok(lower.iter().map(|row| row.iter().map(|entry| entry.high).collect()).collect())
}

/// `Σ = L⁻ᵀ L⁻¹` by its rows, symmetric to the last bit, from log-Cholesky coordinates.
fn covariance(coordinates: &[f64], dimension: usize) -> Rows {
    let entry = |i: usize, j: usize| coordinates[i * (i + 1) / 2 + j];
    let factor = |i: usize, j: usize| DoubleDouble::from(if i == j { entry(i, i).exp() } else { entry(i, j) });
    let mut inverse = vec![vec![DoubleDouble::default(); dimension]; dimension];
    for j in 0..dimension {
        for i in j..dimension {
            let unit = DoubleDouble::from(if i == j { 1.0 } else { 0.0 });
            let rest = (j..i).fold(unit, |rest, m| rest - factor(i, m) * inverse[m][j]);
            inverse[i][j] = rest / factor(i, i);
        }
    }
    let product = |a: usize, b: usize| {
        let (a, b) = (a.max(b), a.min(b));
        (a..dimension).fold(DoubleDouble::default(), |total, m| total + inverse[m][a] * inverse[m][b]).high
    };
    (0..dimension).map(|a| (0..dimension).map(|b| product(a, b)).collect()).collect()
}

/// The scatter that stands for an inverse Wishart prior: `ν + D + 1` and `Ψ`.
fn wishart_scatter(prior: &NormalInverseWishart, dimension: usize) -> (f64, Rows) {
    let row = |i: usize| (0..dimension).map(|j| prior.scale()[(i, j)]).collect();
    (prior.degrees_of_freedom() + dimension as f64 + 1.0, (0..dimension).map(row).collect())
}

impl PrecisionCoordinates for Identity {
    fn length(_: usize, _: usize) -> usize {
        0
    }

    fn factor(&self, _: usize, dimension: usize) -> Result<Rows> {
        Ok(diagonal(std::iter::repeat_n(1.0, dimension)))
    }

    fn of_factors(_: &[Rows]) -> Vec<f64> {
        Vec::new()
    }

    fn from_coordinates(_: &[f64], _: usize, _: usize) -> Result<Self> {
        Ok(Self)
    }

    fn of_slopes(_: &[Rows]) -> Vec<f64> {
        Vec::new()
    }

    fn prior_scatter(_: &Normal, dimension: usize) -> (f64, Rows) {
        (0.0, diagonal(std::iter::repeat_n(0.0, dimension)))
    }
}

/// `log σ⁻²`, one a component: the slopes of the logarithms of the diagonal, halved and added.
impl PrecisionCoordinates for Spherical {
    fn length(components: usize, _: usize) -> usize {
        components
    }

    fn factor(&self, k: usize, dimension: usize) -> Result<Rows> {
        Ok(diagonal(std::iter::repeat_n(1.0 / self.variances()[k].sqrt(), dimension)))
    }

    fn of_factors(factors: &[Rows]) -> Vec<f64> {
        factors.iter().map(|factor| 2.0 * factor[0][0].ln()).collect()
    }

    fn from_coordinates(coordinates: &[f64], components: usize, _: usize) -> Result<Self> {
        Self::new(coordinates.iter().map(|log| (-log).exp()).collect(), components)
    }

    fn of_slopes(slopes: &[Rows]) -> Vec<f64> {
        slopes.iter().map(|slope| 0.5 * (0..slope.len()).map(|d| slope[d][d]).sum::<f64>()).collect()
    }

    /// One variance for `D` dimensions: each stands for its share.
    fn prior_scatter(prior: &NormalInverseGammaSpherical, dimension: usize) -> (f64, Rows) {
        let share = 2.0 / dimension as f64;
        (share * (prior.shape + 1.0), diagonal(std::iter::repeat_n(share * prior.scale, dimension)))
    }
}

/// `log σ_d⁻²`, `D` a component: the slopes of the logarithms of the diagonal, halved.
impl PrecisionCoordinates for Diagonal {
    fn length(components: usize, dimension: usize) -> usize {
        components * dimension
    }

    fn factor(&self, k: usize, _: usize) -> Result<Rows> {
        Ok(diagonal(self.variances()[k].iter().map(|variance| 1.0 / variance.sqrt())))
    }

    fn of_factors(factors: &[Rows]) -> Vec<f64> {
        factors.iter().flat_map(|factor| (0..factor.len()).map(|d| 2.0 * factor[d][d].ln())).collect()
    }

    fn from_coordinates(coordinates: &[f64], components: usize, dimension: usize) -> Result<Self> {
        let variances = |logs: &[f64]| logs.iter().map(|log| (-log).exp()).collect();
        Self::new(coordinates.chunks(dimension.max(1)).map(variances).collect(), components, dimension)
    }

    fn of_slopes(slopes: &[Rows]) -> Vec<f64> {
        slopes.iter().flat_map(|slope| (0..slope.len()).map(|d| 0.5 * slope[d][d])).collect()
    }

    fn prior_scatter(prior: &NormalInverseGammaDiagonal, _: usize) -> (f64, Rows) {
        (2.0 * prior.shape + 2.0, diagonal(prior.scale.iter().map(|scale| 2.0 * scale)))
    }
}

/// The log-Cholesky factor of each precision.
impl PrecisionCoordinates for Full {
    fn length(components: usize, dimension: usize) -> usize {
        components * dimension * (dimension + 1) / 2
    }

    fn factor(&self, k: usize, _: usize) -> Result<Rows> {
        precision_factor(self.matrix(k), k)
    }

    fn of_factors(factors: &[Rows]) -> Vec<f64> {
        factors.iter().flat_map(|factor| lower(factor, f64::ln)).collect()
    }

    fn from_coordinates(coordinates: &[f64], components: usize, dimension: usize) -> Result<Self> {
        let each = dimension * (dimension + 1) / 2;
        let matrices: Vec<Rows> = coordinates.chunks(each.max(1)).map(|own| covariance(own, dimension)).collect();
        Self::new(&matrices, components, dimension)
    }

    fn of_slopes(slopes: &[Rows]) -> Vec<f64> {
        slopes.iter().flat_map(|slope| lower(slope, |diagonal| diagonal)).collect()
    }

    fn prior_scatter(prior: &NormalInverseWishart, dimension: usize) -> (f64, Rows) {
        wishart_scatter(prior, dimension)
    }
}

/// The log-Cholesky factor of the one precision: the slopes of all components, added.
impl PrecisionCoordinates for Tied {
    const SHARED: bool = true;

    fn length(_: usize, dimension: usize) -> usize {
        dimension * (dimension + 1) / 2
    }

    fn factor(&self, _: usize, _: usize) -> Result<Rows> {
        precision_factor(self.matrix(), 0)
    }

    fn of_factors(factors: &[Rows]) -> Vec<f64> {
        factors.first().map_or_else(Vec::new, |factor| lower(factor, f64::ln))
    }

    fn from_coordinates(coordinates: &[f64], _: usize, dimension: usize) -> Result<Self> {
        Self::new(&covariance(coordinates, dimension), dimension)
    }

    fn of_slopes(slopes: &[Rows]) -> Vec<f64> {
        let each: Vec<Vec<f64>> = slopes.iter().map(|slope| lower(slope, |diagonal| diagonal)).collect();
        (0..each[0].len()).map(|i| each.iter().map(|slope| slope[i]).sum()).collect()
    }

    fn prior_scatter(prior: &NormalInverseWishart, dimension: usize) -> (f64, Rows) {
        wishart_scatter(prior, dimension)
    }
}
