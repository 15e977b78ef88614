//! The Poisson family, independent in each dimension: `log p(x|λ) = Σ_d x_d log λ_d - λ_d - log x_d!`.
//!
//! `t(x) = x`, natural parameter `log λ`, log normaliser `A = Σ_d λ_d` (8). Domain: counts `x_d` in 0, 1, 2, ...; rates
//! `λ_d >= 0`, where a rate of 0 gives probability 1 to a count of 0.

use faer::MatMut;

use super::{Family, MStep, relative_change};
use crate::{
    arithmetic::{
        count::is_count,
        double_double::DoubleDouble,
        special::{poisson_deviance, poisson_normaliser},
        sum::{Sum, sum},
    },
    em::Summary,
    error::{Error, Result, check_domain, check_len},
    kernel::{Summed, TableKernel, TableRoom, Tabulated},
    mixture::Mixture,
    observations::{Block, Observations},
    prior::{Gamma, NaturalPoisson},
    statistics::{Effort, Moments, ShiftedWeights},
};

/// The rates of `K` components.
#[derive(Clone, Debug, PartialEq)]
pub struct Poisson {
    rates: Vec<Vec<f64>>,
}

/// The conjugate priors of the rates.
#[derive(Clone, Debug)]
pub enum PoissonPrior {
    /// A density of `λ`.
    Gamma(Gamma),
    /// A density of `log λ`.
    Natural(NaturalPoisson),
}

impl Poisson {
    /// Takes `K` vectors of `D` rates.
    ///
    /// # Errors
    /// A rate that is negative or not finite, vectors of different lengths, no component.
    pub fn new(rates: Vec<Vec<f64>>) -> Result<Self> {
        let dimension = rates.first().map_or(0, Vec::len);
        for (k, rate) in rates.iter().enumerate() {
            check_len(rate.len(), dimension, &format!("components[{k}].rate"), "rates, as in the first component")?;
            for (d, &value) in rate.iter().enumerate() {
                let field = || format!("components[{k}].rate[{d}]");
                check_domain(value, |value| value >= 0.0, field, "finite and at least 0")?;
            }
        }
        Ok(Self { rates })
    }

    /// `λ_kd`, `K` vectors of `D`.
    #[must_use]
    pub fn rates(&self) -> &[Vec<f64>] {
        &self.rates
    }
}

/// `Σ_n w_n r_nk x_nd`, `K` vectors of `D`.
#[derive(Clone, Debug)]
pub struct CountMoments(Vec<Vec<Sum>>);

impl CountMoments {
    /// `Σ_n w_n r_nk x_nd exp(-shift_k)` of component `k`, `D`.
    pub(crate) fn totals(&self, k: usize) -> impl Iterator<Item = f64> + '_ {
        self.0[k].iter().map(|total| total.value())
    }
}

impl Moments for CountMoments {
    fn merge_component(&mut self, k: usize, _: DoubleDouble, other: &Self, _: DoubleDouble) {
        for (own, other) in self.0[k].iter_mut().zip(&other.0[k]) {
            own.merge(*other);
        }
    }

    fn scale_component(&mut self, k: usize, factor: f64) {
        for own in &mut self.0[k] {
            *own = [own.value() * factor].into_iter().collect();
        }
    }
}

impl Tabulated for Poisson {
    fn log_density(&self, k: usize, d: usize, x: usize) -> f64 {
        -poisson_deviance(x as f64, self.rates[k][d])
    }

    fn offset(&self, _: usize, x: usize) -> f64 {
        -poisson_normaliser(x as f64)
    }
}

impl Family for Poisson {
    type Shape = usize;
    type Moments = CountMoments;
    type Prior = PoissonPrior;

    type Kernel<'a> = TableKernel<CountMoments>;
    type Room = TableRoom;

    fn kernel(mixture: &Mixture<Self>, summary: &Summary) -> Option<TableKernel<CountMoments>> {
        TableKernel::new(mixture.components(), mixture.weights(), summary, Summed::Values, |sums| {
            let total = |of_variable: Vec<f64>| of_variable.into_iter().collect();
            CountMoments(sums.into_iter().map(|component| component.into_iter().map(total).collect()).collect())
        })
    }

    fn components(&self) -> usize {
        self.rates.len()
    }

    fn shape(&self) -> usize {
        self.rates.first().map_or(0, Vec::len)
    }

    fn dimension(shape: &usize) -> usize {
        *shape
    }

    fn check_observations(_: &usize, observations: &Observations) -> Result<()> {
        for n in 0..observations.count() {
            for (d, &value) in observations.row(n).iter().enumerate() {
                let field = || format!("data.observations[{}][{d}]", observations.first() + n);
                check_domain(value, is_count, field, "a count: a whole number, at least 0")?;
            }
        }
        Ok(())
    }

    fn check_prior(shape: &usize, prior: &PoissonPrior) -> Result<()> {
        match prior {
            PoissonPrior::Gamma(prior) => prior.check(*shape),
            PoissonPrior::Natural(prior) => prior.check(*shape),
        }
    }

    fn log_densities(&self, block: &Block<'_>, mut out: MatMut<'_, f64>, offsets: &mut [f64]) {
        for n in 0..block.len() {
            let counts = block.row(n);
            for (k, rates) in self.rates.iter().enumerate() {
                out[(k, n)] = -sum(counts.iter().zip(rates).map(|(&x, &rate)| poisson_deviance(x, rate)));
            }
            offsets[n] = -sum(counts.iter().map(|&x| poisson_normaliser(x)));
        }
    }

    fn moments(shape: &usize, block: &Block<'_>, weights: &ShiftedWeights, _: Effort) -> CountMoments {
        let component = |k: usize| {
            let mut totals = vec![Sum::default(); *shape];
            for (n, &weight) in weights.row(k).iter().enumerate() {
                if weight > 0.0 {
                    for (total, &x) in totals.iter_mut().zip(block.row(n)) {
                        total.add_product(weight, x);
                    }
                }
            }
            totals
        };
        CountMoments((0..weights.components()).map(component).collect())
    }

    fn maximize(step: &MStep<'_, Self>) -> Result<Self> {
        let rates = (0..step.statistics.components()).map(|k| rates(step, k)).collect::<Result<_>>()?;
        Ok(Self { rates })
    }

    fn log_prior(&self, prior: &PoissonPrior) -> f64 {
        sum(self.rates.iter().map(|rates| match prior {
            PoissonPrior::Gamma(prior) => prior.log_density(rates),
            PoissonPrior::Natural(prior) => prior.log_density(rates),
        }))
    }

    fn is_finite(&self) -> bool {
        self.rates.iter().flatten().all(|rate| rate.is_finite())
    }

    fn relative_change(&self, other: &Self) -> f64 {
        self.rates.iter().zip(&other.rates).map(|(a, b)| relative_change(a, b)).fold(0.0, f64::max)
    }
}

/// `λ_k` of the M-step: the weighted mean, or the mode under the prior.
fn rates(step: &MStep<'_, Poisson>, k: usize) -> Result<Vec<f64>> {
    let statistics = step.statistics;
    let totals = statistics.moments.totals(k);
    match step.prior {
        None if statistics.is_empty(k) => Ok(step.kept(k)?.rates[k].clone()),
        None => Ok(totals.map(|total| total / statistics.scaled_count(k)).collect()),
        Some(prior) => {
            let (count, scale) = (statistics.count(k), statistics.scale(k));
            let mode = |(d, total): (usize, f64)| match prior {
                PoissonPrior::Gamma(prior) => {
                    prior.mode(d, scale * total, count).map_err(|reason| no_mode(step, "gamma", k, d, reason))
                }
                PoissonPrior::Natural(prior) => Ok(prior.mode(d, scale * total, count)),
            };
            totals.enumerate().map(mode).collect()
        }
    }
}

fn no_mode(step: &MStep<'_, Poisson>, prior: &'static str, k: usize, d: usize, reason: &'static str) -> Error {
    step.no_mode(prior, format!("rate[{d}] of component {k}"), reason)
}
