//! The Gaussian with unknown mean and covariance in `D` dimensions, `Λ = Σ⁻¹`: `A(θ) = 1/2 μᵀΛμ - 1/2 log|Λ|`, `log h = -D/2 log 2π`.
//!
//! Order, `P = D + D(D+1)/2`: first `D` entries for `x`, then the lower triangle of `x xᵀ`, row by row.
//! `t(x) = (x_d; x_i x_j, i >= j)`; `θ = (Λμ; -Λ_ii/2 on the diagonal, -Λ_ij below it)`, for a product `x_i x_j` stands once in `t`
//! and twice in `xᵀΛx`, which makes the parametrisation minimal; `m = (μ; Σ_ij + μ_i μ_j)`. Domain: `Λ`, or `Σ`, positive definite.
//!
//! `Σ = m₂ - m₁m₁ᵀ` cancels where the mean is large against the deviation: the subtraction and both inversions are taken in
//! double-double, so nothing is lost beyond the rounding of `θ` and `m` themselves, which moves `Σ` by `ε |m₂|` and `κ(Σ) ε |Σ|`.
//! A matrix that is not positive definite is [`Error::NotPositiveDefinite`], whose component is 0 unless a mixture knows better.

use super::{ExponentialFamily, all_finite, check_vector, finite};
use crate::{
    arithmetic::{cholesky::Cholesky, double_double::DoubleDouble, special::LN_TAU},
    error::{Error, Moment, Result},
};

/// `N(μ, Σ)` in `D` dimensions, both unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GaussianFull {
    dimension: usize,
}

/// Mean and covariance (`D`, and `D` rows of `D`).
type MeanCovariance = (Vec<f64>, Vec<Vec<f64>>);

impl GaussianFull {
    /// The family in `D` dimensions.
    #[must_use]
    pub fn new(dimension: usize) -> Self {
        Self { dimension }
    }

    /// `μ` and `Σ` of natural parameters.
    ///
    /// # Errors
    /// `Λ` not positive definite.
    pub fn mean_and_covariance(&self, natural: &[f64]) -> Result<MeanCovariance> {
        let (_, mean, covariance) = self.inverted(natural)?;
        let rounded = |row: &Vec<DoubleDouble>| row.iter().map(|entry| entry.high).collect::<Vec<_>>();
        Ok((rounded(&mean), covariance.iter().map(rounded).collect()))
    }

    /// The natural parameters of `μ` and `Σ`, of which the lower triangle is read.
    ///
    /// # Errors
    /// `Σ` not positive definite, a wrong number of entries.
    pub fn natural_of(&self, mean: &[f64], covariance: &[Vec<f64>]) -> Result<Vec<f64>> {
        check_vector(mean, self.dimension, "mean")?;
        crate::error::check_len(covariance.len(), self.dimension, "covariance", "rows")?;
        for (i, row) in covariance.iter().enumerate() {
            check_vector(row, self.dimension, &format!("covariance[{i}]"))?;
        }
        let mean: Vec<DoubleDouble> = mean.iter().copied().map(DoubleDouble::from).collect();
        self.natural_from(&mean, |i, j| DoubleDouble::from(covariance[i][j]))
    }

    /// The index of the entry `(i, j)`, `i >= j`.
    fn index(&self, i: usize, j: usize) -> usize {
        self.dimension + i * (i + 1) / 2 + j
    }

    /// The factor of `Λ`, `μ` and `Σ`.
    fn inverted(&self, natural: &[f64]) -> Result<(Cholesky, Vec<DoubleDouble>, Vec<Vec<DoubleDouble>>)> {
        check_vector(natural, self.parameters(), "natural")?;
        let precision = |i: usize, j: usize| {
            let entry = natural[self.index(i.max(j), i.min(j))];
            DoubleDouble::from(if i == j { -2.0 * entry } else { -entry })
        };
        let factor = factor(self.dimension, precision)?;
        let covariance = inverse(&factor, self.dimension);
        let entry = |row: &Vec<DoubleDouble>| {
            let terms = row.iter().zip(natural);
            terms.fold(DoubleDouble::default(), |total, (&s, &eta)| total + s * DoubleDouble::from(eta))
        };
        Ok((factor, covariance.iter().map(entry).collect(), covariance))
    }

    fn natural_from(
        &self,
        mean: &[DoubleDouble],
        covariance: impl Fn(usize, usize) -> DoubleDouble,
    ) -> Result<Vec<f64>> {
        let precision = inverse(&factor(self.dimension, covariance)?, self.dimension);
        let first = precision.iter().map(|row| {
            row.iter().zip(mean).fold(DoubleDouble::default(), |total, (&entry, &mean)| total + entry * mean).high
        });
        let mut natural: Vec<f64> = first.collect();
        for i in 0..self.dimension {
            natural.extend((0..i).map(|j| -precision[i][j].high));
            natural.push(-0.5 * precision[i][i].high);
        }
        all_finite(natural, "natural")
    }
}

/// The Cholesky factor in double-double.
fn factor(dimension: usize, entry: impl Fn(usize, usize) -> DoubleDouble) -> Result<Cholesky> {
    Cholesky::of_precise(dimension, entry).ok_or(Error::NotPositiveDefinite { component: 0, moment: Moment::Given })
}

/// `(L Lᵀ)⁻¹ = L⁻ᵀ L⁻¹`, from the columns of `L⁻¹`.
fn inverse(factor: &Cholesky, dimension: usize) -> Vec<Vec<DoubleDouble>> {
    let column = |j: usize| {
        let mut column = vec![DoubleDouble::default(); dimension];
        column[j] = DoubleDouble::from(1.0);
        factor.whiten_precisely(&mut column);
        column
    };
    let columns: Vec<_> = (0..dimension).map(column).collect();
    let product = |a: &[DoubleDouble], b: &[DoubleDouble]| {
        a.iter().zip(b).fold(DoubleDouble::default(), |total, (&a, &b)| total + a * b)
    };
    columns.iter().map(|a| columns.iter().map(|b| product(a, b)).collect()).collect()
}

impl ExponentialFamily for GaussianFull {
    fn dimension(&self) -> usize {
        self.dimension
    }

    fn parameters(&self) -> usize {
        self.dimension * (self.dimension + 3) / 2
    }

    fn check_observation(&self, x: &[f64]) -> Result<()> {
        check_vector(x, self.dimension, "x")
    }

    fn check_natural(&self, natural: &[f64]) -> Result<()> {
        self.inverted(natural).map(|_| ())
    }

    fn sufficient_statistics(&self, x: &[f64]) -> Result<Vec<f64>> {
        self.check_observation(x)?;
        let products = (0..self.dimension).flat_map(|i| (0..=i).map(move |j| x[i] * x[j]));
        all_finite(x.iter().copied().chain(products).collect(), "t(x)")
    }

    fn log_base_measure(&self, x: &[f64]) -> Result<f64> {
        self.check_observation(x)?;
        Ok(-0.5 * self.dimension as f64 * LN_TAU)
    }

    fn log_normaliser(&self, natural: &[f64]) -> Result<f64> {
        let (factor, mean, _) = self.inverted(natural)?;
        let terms = mean.iter().zip(natural);
        let square = terms.fold(DoubleDouble::default(), |total, (&mu, &eta)| total + mu * DoubleDouble::from(eta));
        finite(0.5 * (square.high - factor.log_determinant()), "A(θ)")
    }

    fn mean_parameters(&self, natural: &[f64]) -> Result<Vec<f64>> {
        let (_, mean, covariance) = self.inverted(natural)?;
        let second = |i: usize, j: usize| (covariance[i][j] + mean[i] * mean[j]).high;
        let products = (0..self.dimension).flat_map(|i| (0..=i).map(move |j| (i, j)));
        let first = mean.iter().map(|entry| entry.high);
        all_finite(first.chain(products.map(|(i, j)| second(i, j))).collect(), "mean")
    }

    fn natural_parameters(&self, mean: &[f64]) -> Result<Vec<f64>> {
        check_vector(mean, self.parameters(), "mean")?;
        let first: Vec<DoubleDouble> = mean[..self.dimension].iter().copied().map(DoubleDouble::from).collect();
        let covariance = |i: usize, j: usize| {
            let second = DoubleDouble::from(mean[self.index(i.max(j), i.min(j))]);
            second - first[i] * first[j]
        };
        self.natural_from(&first, covariance)
    }

    /// `D/2 (1 + log 2π) - 1/2 log|Λ|`.
    fn entropy(&self, natural: &[f64]) -> Result<f64> {
        let (factor, ..) = self.inverted(natural)?;
        Ok(0.5 * (self.dimension as f64 * (1.0 + LN_TAU) - factor.log_determinant()))
    }
}
