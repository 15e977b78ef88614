//! `Σ_k = diag(σ_k²)`. M-step `σ²_kd = S_kdd/N_k`; under `normal_inverse_gamma` with `D` scales
//! `(2b_d + S_kdd + B_kdd)/(2a + N_k + 3)`.

use faer::MatMut;

use super::{
    Gaussian, Structure,
    moments::DiagonalScatter,
    no_constant_coordinate, posterior_scatter,
    spherical::{COLLAPSED, check_variance},
    with_data,
};
use crate::{
    arithmetic::{cholesky::log_ratio, double_double::DoubleDouble, sum::sum},
    error::{Moment, Result, check_len},
    family::MStep,
    kernel::Metric,
    prior::{Normal, NormalInverseGammaDiagonal},
};

/// `σ²_kd`, `K` vectors of `D`.
#[derive(Clone, Debug, PartialEq)]
pub struct Diagonal {
    variances: Vec<Vec<f64>>,
}

impl Diagonal {
    /// Takes `K` vectors of `D` variances.
    ///
    /// # Errors
    /// A variance that is not finite or not positive, a wrong `K` or `D`.
    pub fn new(variances: Vec<Vec<f64>>, components: usize, dimension: usize) -> Result<Self> {
        check_len(variances.len(), components, "components", "covariances")?;
        for (component, row) in variances.iter().enumerate() {
            check_len(row.len(), dimension, &format!("components[{component}].covariance"), "variances")?;
            check_row(row, component, Moment::Given)?;
        }
        Ok(Self { variances })
    }

    /// `σ²_kd`, `K` vectors of `D`.
    #[must_use]
    pub fn variances(&self) -> &[Vec<f64>] {
        &self.variances
    }
}

fn check_row(row: &[f64], component: usize, moment: Moment) -> Result<()> {
    row.iter().enumerate().try_for_each(|(d, &variance)| {
        check_variance(variance, component, moment, || format!("components[{component}].covariance[{d}]"))
    })
}

/// `σ²_k` of the M-step.
fn variances(step: &MStep<'_, Gaussian<Diagonal>>, component: usize) -> Result<Vec<f64>> {
    let statistics = step.statistics;
    if !with_data(step, component) {
        return Ok(step.kept(component)?.covariances.variances[component].clone());
    }
    let variances: Vec<f64> = match step.prior {
        None => {
            let scatter = statistics.moments.scatter(component).0.iter();
            scatter.map(|s| s / statistics.scaled_count(component)).collect()
        }
        Some(prior) => {
            let scatter = posterior_scatter(step, prior.normal(), component).0;
            let count = statistics.count(component);
            scatter.iter().enumerate().map(|(d, &s)| prior.mode(d, count, s)).collect()
        }
    };
    check_row(&variances, component, step.moment)?;
    Ok(variances)
}

impl Structure for Diagonal {
    type Scatter = DiagonalScatter;
    type Prior = NormalInverseGammaDiagonal;

    fn log_determinant(&self, _: usize) -> f64 {
        sum(self.variances[0].iter().map(|variance| variance.ln()))
    }

    fn log_determinant_ratio(&self, k: usize, _: usize) -> f64 {
        sum(self.variances[k].iter().zip(&self.variances[0]).map(|(&own, &first)| log_ratio(own, first)))
    }

    fn whiten(&self, k: usize, mut columns: MatMut<'_, f64>) {
        for (row, variance) in columns.as_mut().row_iter_mut().zip(&self.variances[k]) {
            let deviation = variance.sqrt();
            row.iter_mut().for_each(|d| *d /= deviation);
        }
    }

    fn is_ill_conditioned(&self, k: usize, mean: &[f64]) -> bool {
        self.variances[k].iter().zip(mean).any(|(variance, mean)| *variance < COLLAPSED * mean * mean)
    }

    fn precise_distance(&self, k: usize, difference: &[DoubleDouble]) -> DoubleDouble {
        let terms = difference.iter().zip(&self.variances[k]);
        terms.fold(DoubleDouble::default(), |total, (&d, &v)| total + d / DoubleDouble::from(v) * d)
    }

    fn metric(&self, _: usize) -> Option<Metric> {
        Metric::of_variances(self.variances.iter().cloned())
    }

    fn maximize(step: &MStep<'_, Gaussian<Self>>) -> Result<Self> {
        let components = 0..step.statistics.components();
        Ok(Self { variances: components.map(|k| variances(step, k)).collect::<Result<_>>()? })
    }

    fn normal(prior: &NormalInverseGammaDiagonal) -> &Normal {
        prior.normal()
    }

    fn log_prior(&self, means: &[Vec<DoubleDouble>], prior: &NormalInverseGammaDiagonal) -> f64 {
        sum(means.iter().zip(&self.variances).map(|(mean, variances)| prior.log_density(mean, variances)))
    }

    fn spans(rows: &[&[f64]], dimension: usize) -> bool {
        no_constant_coordinate(rows, dimension)
    }

    fn blocks(&self) -> Vec<Vec<f64>> {
        self.variances.clone()
    }
}
