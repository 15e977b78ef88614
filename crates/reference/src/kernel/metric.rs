//! Distances of a structure, `q_n = (x_n-μ)ᵀ Σ⁻¹ (x_n-μ)`, and which second moments it sums.

use faer::MatRef;

use super::{
    ORDINARY,
    triangular::{self, Packed},
};
use crate::arithmetic::cholesky::Cholesky;

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
        Some(Self::Triangular(factors.map(|factor| packed(factor.lower())).collect::<Option<_>>()?))
    }

    /// That of expected precisions `ν_k Ψ_k⁻¹`, from the factors of `Ψ_k` and `ν_k`; `None` unless they are of ordinary magnitude.
    pub fn of_expectations<'a>(factors: impl Iterator<Item = (&'a Cholesky, f64)>) -> Option<Self> {
        let over_root = |(factor, degrees): (&Cholesky, f64)| packed(factor.lower_over_root(degrees).as_ref());
        Some(Self::Triangular(factors.map(over_root).collect::<Option<_>>()?))
    }

    /// That of variances; `None` unless they are of ordinary magnitude.
    pub fn of_variances(variances: impl Iterator<Item = Vec<f64>>) -> Option<Self> {
        let inverse = |variances: Vec<f64>| {
            let ordinary = variances.iter().all(|variance| ORDINARY.contains(variance));
            ordinary.then(|| variances.iter().map(|variance| 1.0 / variance).collect())
        };
        Some(Self::Axes(variances.map(inverse).collect::<Option<_>>()?))
    }

    /// What the low part of component `k`'s mean adds to its deviations in units of the metric: `-low_d / l_dd`, or `-2 low_d / σ_d²`.
    pub fn correction(&self, k: usize, low: &[f64]) -> Vec<f64> {
        match self {
            Self::Triangular(factors) => factors
                .get(k.min(factors.len().saturating_sub(1)))
                .map_or_else(Vec::new, |factor| factor.correction(low)),
            Self::Axes(precisions) => {
                low.iter().zip(&precisions[k]).map(|(low, precision)| -2.0 * low * precision).collect()
            }
        }
    }

    /// How many sums a component has beside its count.
    pub fn sums(&self, dimension: usize) -> usize {
        match self {
            Self::Triangular(_) => triangular::sums(dimension),
            Self::Axes(_) => 2 * dimension,
        }
    }

    /// Where among them `Σ r z_i z_j` stands, `i >= j`; nowhere if it is not summed.
    pub fn position(&self, dimension: usize, i: usize, j: usize) -> Option<usize> {
        match self {
            Self::Triangular(_) => Some(triangular::position(dimension, i, j)),
            Self::Axes(_) => (i == j).then_some(dimension + i),
        }
    }
}

/// A factor, packed, if its diagonal is of ordinary magnitude.
fn packed(lower: MatRef<'_, f64>) -> Option<Packed> {
    (0..lower.nrows()).all(|d| ORDINARY.contains(&lower[(d, d)])).then(|| Packed::new(lower))
}
