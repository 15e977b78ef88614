//! Coordinates of precisions, structure by structure: log-Cholesky factors, log precisions, or none.
//!
//! `Λ = Σ⁻¹ = L Lᵀ` with `L` lower triangular and its diagonal positive, unique; the logarithms of the diagonal and the rest are free. Both
//! ways, `Σ → L` and `L → Σ = L⁻ᵀ L⁻¹`, are taken in double-double and rounded once: a relative `ε` of `L` moves `Σ` by `κ(Σ) ε`, and no
//! arithmetic adds to that.

use faer::MatRef;

use crate::{
    arithmetic::{cholesky::Cholesky, double_double::DoubleDouble},
    error::{Error, Moment, Result},
    family::gaussian::{Diagonal, Full, Identity, Spherical, Structure, Tied},
    prior::{Normal, NormalInverseGammaDiagonal, NormalInverseGammaSpherical, NormalInverseWishart},
};

/// A square matrix by its rows.
pub(super) type Rows = Vec<Vec<f64>>;

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
