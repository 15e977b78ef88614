//! One full `Σ` shared by all components. M-step `Σ = Σ_k S_k / W`; under `normal_inverse_wishart`
//! `(Ψ + Σ_k (S_k + B_k))/(ν + W + K + D + 1)`.

use faer::{MatMut, MatRef};

use super::{
    Gaussian, Structure,
    full::Covariance,
    moments::{MatrixScatter, Scatter},
    posterior_scatter,
};
use crate::{
    arithmetic::{affine_rank::affine_rank, double_double::DoubleDouble, sum::sum},
    error::Result,
    family::{MStep, Support},
    kernel::Metric,
    prior::{Normal, NormalInverseWishart},
};

/// `Σ`, `D x D`.
#[derive(Clone, Debug)]
pub struct Tied {
    covariance: Covariance,
}

impl Tied {
    /// Takes one `D x D` matrix by its rows.
    ///
    /// # Errors
    /// A matrix that is not symmetric, not positive definite or not `D x D`.
    pub fn new(matrix: &[Vec<f64>], dimension: usize) -> Result<Self> {
        Ok(Self { covariance: Covariance::given(matrix, dimension, "covariance", 0)? })
    }

    /// `Σ`, `D x D`.
    #[must_use]
    pub fn matrix(&self) -> MatRef<'_, f64> {
        self.covariance.matrix.as_ref()
    }
}

/// `Σ_k S_k`, the scatter within the components.
fn pooled_scatter(step: &MStep<'_, Gaussian<Tied>>) -> MatrixScatter {
    let mut pooled = MatrixScatter::zero(*step.shape);
    for k in 0..step.statistics.components() {
        if !step.statistics.is_empty(k) {
            let mut scatter = step.statistics.moments.scatter(k).clone();
            scatter.scale(step.statistics.scale(k));
            pooled.add(&scatter);
        }
    }
    pooled
}

impl Structure for Tied {
    type Scatter = MatrixScatter;
    type Prior = NormalInverseWishart;

    fn log_determinant(&self, _: usize) -> f64 {
        self.covariance.factor.log_determinant()
    }

    fn log_determinant_ratio(&self, _: usize, _: usize) -> f64 {
        0.0
    }

    fn is_ill_conditioned(&self, _: usize, _: &[f64]) -> bool {
        self.covariance.factor.is_ill_conditioned()
    }

    fn precise_distance(&self, _: usize, difference: &[DoubleDouble]) -> DoubleDouble {
        self.covariance.factor.mahalanobis(difference)
    }

    fn whiten(&self, _: usize, columns: MatMut<'_, f64>) {
        self.covariance.factor.whiten(columns);
    }

    fn metric(&self, _: usize) -> Option<Metric> {
        Metric::of_factors(std::iter::once(&self.covariance.factor))
    }

    fn maximize(step: &MStep<'_, Gaussian<Self>>) -> Result<Self> {
        let (components, dimension) = (step.statistics.components(), *step.shape);
        let (scatter, divisor) = match step.prior {
            None => (pooled_scatter(step), step.total_weight),
            Some(prior) => {
                let mut scatter = MatrixScatter::exact(prior.scale());
                for k in 0..components {
                    scatter.add(&posterior_scatter(step, prior.normal(), k));
                }
                let degrees = prior.degrees_of_freedom();
                (scatter, sum([degrees, step.total_weight, components as f64, dimension as f64, 1.0]))
            }
        };
        let first_with_data = (0..components).find(|&k| !step.statistics.is_empty(k)).unwrap_or(0);
        let entry = |i: usize, j: usize| scatter.entry(i, j) / DoubleDouble::from(divisor);
        let covariance = Covariance::reached(dimension, entry, step.effort, first_with_data, step.moment)?;
        Ok(Self { covariance })
    }

    fn normal(prior: &NormalInverseWishart) -> &Normal {
        prior.normal()
    }

    fn log_prior(&self, means: &[Vec<DoubleDouble>], prior: &NormalInverseWishart) -> f64 {
        let factor = &self.covariance.factor;
        let of_means = means.iter().map(|mean| prior.log_density_of_mean(mean, factor));
        sum(of_means.chain([prior.log_density_of_covariance(factor)]))
    }

    fn spans(rows: &[&[f64]], dimension: usize) -> bool {
        affine_rank(&[rows.to_vec()], dimension) == dimension
    }

    /// The components share what they span.
    fn without_maximum(supports: &[Support<'_>], dimension: usize) -> Option<usize> {
        let groups: Vec<Vec<&[f64]>> = supports.iter().map(|(_, rows)| rows.clone()).collect();
        let singular = affine_rank(&groups, dimension) < dimension;
        supports.first().filter(|_| singular).map(|(k, _)| *k)
    }

    fn blocks(&self) -> Vec<Vec<f64>> {
        vec![self.covariance.entries()]
    }
}
