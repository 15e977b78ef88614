//! A full `Σ_k` for each component. M-step `Σ_k = S_k/N_k`; under `normal_inverse_wishart`
//! `(Ψ + S_k + B_k)/(ν + N_k + D + 2)`.

use faer::{Mat, MatMut, MatRef};

use super::{Gaussian, Structure, moments::MatrixScatter, posterior_scatter, symmetric, with_data};
use crate::{
    arithmetic::{affine_rank::affine_rank, cholesky::Cholesky, double_double::DoubleDouble, sum::sum},
    error::{Error, Moment, Result, check_len},
    family::MStep,
    kernel::Metric,
    prior::{Normal, NormalInverseWishart},
    statistics::Effort,
};

/// A covariance and its Cholesky factor.
#[derive(Clone, Debug)]
pub(super) struct Covariance {
    pub matrix: Mat<f64>,
    pub factor: Cholesky,
}

impl Covariance {
    /// Checks and factors a covariance as it was given, by its rows.
    pub fn given(rows: &[Vec<f64>], dimension: usize, field: &str, component: usize) -> Result<Self> {
        check_len(rows.len(), dimension, field, "rows")?;
        let matrix = symmetric(rows, field)?;
        let moment = Moment::Given;
        let factor = Cholesky::of_given(matrix.as_ref()).ok_or(Error::NotPositiveDefinite { component, moment })?;
        Ok(Self { matrix, factor })
    }

    /// Factors a covariance that an M-step has reached.
    pub fn reached(
        dimension: usize,
        entry: impl Fn(usize, usize) -> DoubleDouble,
        effort: Effort,
        component: usize,
        moment: Moment,
    ) -> Result<Self> {
        let matrix = Mat::from_fn(dimension, dimension, |i, j| entry(i, j).high);
        if matrix.col_iter().any(|column| column.iter().any(|entry| !entry.is_finite())) {
            let quantity = format!("the covariance of component {component}");
            return Err(Error::NotRepresentable { quantity, moment });
        }
        let factor = match effort {
            Effort::Standard => Cholesky::of_rounded(dimension, entry),
            Effort::DoubleDouble => Cholesky::of_precise(dimension, entry),
        };
        let factor = factor.ok_or(Error::NotPositiveDefinite { component, moment })?;
        Ok(Self { matrix, factor })
    }

    /// The entries, row by row.
    pub fn entries(&self) -> Vec<f64> {
        self.matrix.col_iter().flat_map(|column| column.iter().copied().collect::<Vec<_>>()).collect()
    }
}

/// `Σ_k`, `K` matrices of `D x D`.
#[derive(Clone, Debug)]
pub struct Full {
    covariances: Vec<Covariance>,
}

impl Full {
    /// Takes `K` matrices of `D x D`, by their rows.
    ///
    /// # Errors
    /// A matrix that is not symmetric or not positive definite, a wrong `K` or `D`.
    pub fn new(matrices: &[Vec<Vec<f64>>], components: usize, dimension: usize) -> Result<Self> {
        check_len(matrices.len(), components, "components", "covariances")?;
        let covariance = |(k, rows): (usize, &Vec<Vec<f64>>)| {
            Covariance::given(rows, dimension, &format!("components[{k}].covariance"), k)
        };
        Ok(Self { covariances: matrices.iter().enumerate().map(covariance).collect::<Result<_>>()? })
    }

    /// `Σ_k`, `D x D`.
    #[must_use]
    pub fn matrix(&self, k: usize) -> MatRef<'_, f64> {
        self.covariances[k].matrix.as_ref()
    }
}

/// `Σ_k` of the M-step.
fn covariance(step: &MStep<'_, Gaussian<Full>>, k: usize) -> Result<Covariance> {
    if !with_data(step, k) {
        return Ok(step.kept(k)?.covariances.covariances[k].clone());
    }
    let (statistics, dimension) = (step.statistics, *step.shape);
    match step.prior {
        None => {
            let scatter = statistics.moments.scatter(k);
            let inverse = DoubleDouble::from(1.0) / statistics.precise_count(k);
            Covariance::reached(dimension, |i, j| scatter.entry(i, j) * inverse, step.effort, k, step.moment)
        }
        Some(prior) => {
            let scatter = posterior_scatter(step, prior.normal(), k);
            let divisor = sum([prior.degrees_of_freedom(), statistics.count(k), dimension as f64, 2.0]);
            let entry = |i: usize, j: usize| {
                (DoubleDouble::from(prior.scale()[(i, j)]) + scatter.entry(i, j)) / DoubleDouble::from(divisor)
            };
            Covariance::reached(dimension, entry, step.effort, k, step.moment)
        }
    }
}

impl Structure for Full {
    type Scatter = MatrixScatter;
    type Prior = NormalInverseWishart;

    fn log_determinant(&self, _: usize) -> f64 {
        self.covariances[0].factor.log_determinant()
    }

    fn log_determinant_ratio(&self, k: usize, _: usize) -> f64 {
        self.covariances[k].factor.log_determinant_ratio(&self.covariances[0].factor)
    }

    fn is_ill_conditioned(&self, k: usize, _: &[f64]) -> bool {
        self.covariances[k].factor.is_ill_conditioned()
    }

    fn precise_distance(&self, k: usize, difference: &[DoubleDouble]) -> DoubleDouble {
        self.covariances[k].factor.mahalanobis(difference)
    }

    fn whiten(&self, k: usize, columns: MatMut<'_, f64>) {
        self.covariances[k].factor.whiten(columns);
    }

    fn metric(&self, _: usize) -> Option<Metric> {
        Metric::of_factors(self.covariances.iter().map(|covariance| &covariance.factor))
    }

    fn maximize(step: &MStep<'_, Gaussian<Self>>) -> Result<Self> {
        let components = 0..step.statistics.components();
        Ok(Self { covariances: components.map(|k| covariance(step, k)).collect::<Result<_>>()? })
    }

    fn normal(prior: &NormalInverseWishart) -> &Normal {
        prior.normal()
    }

    fn log_prior(&self, means: &[Vec<DoubleDouble>], prior: &NormalInverseWishart) -> f64 {
        sum(means.iter().zip(&self.covariances).flat_map(|(mean, covariance)| {
            let of_covariance = prior.log_density_of_covariance(&covariance.factor);
            [of_covariance, prior.log_density_of_mean(mean, &covariance.factor)]
        }))
    }

    fn spans(rows: &[&[f64]], dimension: usize) -> bool {
        affine_rank(&[rows.to_vec()], dimension) == dimension
    }

    fn blocks(&self) -> Vec<Vec<f64>> {
        self.covariances.iter().map(Covariance::entries).collect()
    }
}
