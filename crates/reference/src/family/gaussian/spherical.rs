//! `Σ_k = σ_k² I`. M-step `σ_k² = tr(S_k)/(D N_k)`; under `normal_inverse_gamma` with a scalar scale
//! `(2b + tr S_k + tr B_k)/(2a + D N_k + D + 2)`.

use faer::MatMut;

use super::{Gaussian, Structure, moments::TraceScatter, posterior_scatter, with_data};
use crate::{
    arithmetic::{cholesky::log_ratio, double_double::DoubleDouble, sum::sum},
    error::{Error, Moment, Result, check_len},
    family::MStep,
    kernel::Metric,
    prior::{Normal, NormalInverseGammaSpherical},
};

/// `σ_k²`, `K`.
#[derive(Clone, Debug, PartialEq)]
pub struct Spherical {
    variances: Vec<f64>,
}

impl Spherical {
    /// Takes `K` variances.
    ///
    /// # Errors
    /// A variance that is not finite ([`Error::Domain`]) or not positive ([`Error::NotPositiveDefinite`]), a wrong `K`.
    pub fn new(variances: Vec<f64>, components: usize) -> Result<Self> {
        check_len(variances.len(), components, "components", "variances")?;
        for (component, &variance) in variances.iter().enumerate() {
            check_variance(variance, component, Moment::Given, || format!("components[{component}].covariance"))?;
        }
        Ok(Self { variances })
    }

    /// `σ_k²`, `K`.
    #[must_use]
    pub fn variances(&self) -> &[f64] {
        &self.variances
    }
}

/// A variance below this times the squared mean is that of observations that agree in nearly all their digits: the scatter about a
/// rounded mean is then mostly the rounding.
pub(super) const COLLAPSED: f64 = 1e-26;

/// A variance must be finite and positive.
pub(super) fn check_variance(
    variance: f64,
    component: usize,
    moment: Moment,
    field: impl Fn() -> String,
) -> Result<()> {
    if variance.is_finite() && variance > 0.0 {
        Ok(())
    } else if variance.is_finite() {
        Err(Error::NotPositiveDefinite { component, moment })
    } else {
        Err(Error::Domain { field: field(), value: variance, requirement: "finite" })
    }
}

impl Structure for Spherical {
    type Scatter = TraceScatter;
    type Prior = NormalInverseGammaSpherical;

    fn log_determinant(&self, dimension: usize) -> f64 {
        dimension as f64 * self.variances[0].ln()
    }

    fn log_determinant_ratio(&self, k: usize, dimension: usize) -> f64 {
        dimension as f64 * log_ratio(self.variances[k], self.variances[0])
    }

    fn whiten(&self, k: usize, mut columns: MatMut<'_, f64>) {
        let deviation = self.variances[k].sqrt();
        for column in columns.as_mut().col_iter_mut() {
            column.iter_mut().for_each(|d| *d /= deviation);
        }
    }

    fn is_ill_conditioned(&self, k: usize, mean: &[f64]) -> bool {
        mean.iter().any(|mean| self.variances[k] < COLLAPSED * mean * mean)
    }

    fn precise_distance(&self, k: usize, difference: &[DoubleDouble]) -> DoubleDouble {
        let variance = DoubleDouble::from(self.variances[k]);
        difference.iter().fold(DoubleDouble::default(), |total, &d| total + d / variance * d)
    }

    fn metric(&self, dimension: usize) -> Option<Metric> {
        Metric::of_variances(self.variances.iter().map(|&variance| vec![variance; dimension]))
    }

    fn maximize(step: &MStep<'_, Gaussian<Self>>) -> Result<Self> {
        let (statistics, dimension) = (step.statistics, *step.shape);
        let variance = |component: usize| {
            if !with_data(step, component) {
                return Ok(step.kept(component)?.covariances.variances[component]);
            }
            let variance = match step.prior {
                None => {
                    statistics.moments.scatter(component).0 / (dimension as f64 * statistics.scaled_count(component))
                }
                Some(prior) => {
                    let scatter = posterior_scatter(step, prior.normal(), component).0;
                    prior.mode(dimension, statistics.count(component), scatter)
                }
            };
            check_variance(variance, component, step.moment, || format!("variance of component {component}"))?;
            Ok(variance)
        };
        Ok(Self { variances: (0..statistics.components()).map(variance).collect::<Result<_>>()? })
    }

    fn normal(prior: &NormalInverseGammaSpherical) -> &Normal {
        prior.normal()
    }

    fn log_prior(&self, means: &[Vec<DoubleDouble>], prior: &NormalInverseGammaSpherical) -> f64 {
        sum(means.iter().zip(&self.variances).map(|(mean, &variance)| prior.log_density(mean, variance)))
    }

    fn spans(rows: &[&[f64]], _: usize) -> bool {
        rows.iter().any(|row| *row != rows[0])
    }

    fn blocks(&self) -> Vec<Vec<f64>> {
        self.variances.iter().map(|&variance| vec![variance]).collect()
    }
}
