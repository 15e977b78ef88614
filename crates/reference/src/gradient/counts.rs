//! Coordinates and gradients of the discrete families.
//!
//! Poisson, by `log λ_d`: `Σ_n w_n r_n (x_nd - λ_d)`; of a gamma prior `(a_d - 1) - b_d λ_d`, of a natural one `φ_d - ν λ_d`.
//! Categorical, by the logits of variable `d`: `n_dc - p_dc Σ_c n_dc`, where a prior adds `α_dc - 1` or `φ_dc` to the counts `n_dc`.

use faer::MatRef;

use super::{Coordinates, logarithms, softmax, softmax_gradient};
use crate::{
    arithmetic::sum::Sum,
    error::{Result, check_len},
    family::{Categorical, CategoricalPrior, Family, Poisson, PoissonPrior},
    observations::Observations,
};

impl Coordinates for Poisson {
    fn coordinates(&self) -> Result<Vec<f64>> {
        let rates = self.rates().iter().enumerate();
        let logs = rates.map(|(k, rates)| logarithms(rates, &format!("components[{k}].rate")));
        Ok(logs.collect::<Result<Vec<_>>>()?.concat())
    }

    fn from_coordinates(shape: &usize, components: usize, coordinates: &[f64]) -> Result<Self> {
        check_len(coordinates.len(), components * shape, "coordinates of the rates", "numbers")?;
        Self::new(coordinates.chunks((*shape).max(1)).map(|logs| logs.iter().map(|log| log.exp()).collect()).collect())
    }

    fn gradient(
        &self,
        observations: &Observations,
        weighted: MatRef<'_, f64>,
        prior: Option<&PoissonPrior>,
    ) -> Vec<f64> {
        let slope = |k: usize, d: usize, rate: f64| {
            let mut total = Sum::default();
            for n in 0..observations.count() {
                total.add_product(weighted[(k, n)], observations.row(n)[d] - rate);
            }
            let (count, rest) = match prior {
                None => (0.0, 0.0),
                Some(PoissonPrior::Gamma(prior)) => (prior.shape[d] - 1.0, prior.rate[d]),
                Some(PoissonPrior::Natural(prior)) => (prior.pseudo_observations[d], prior.pseudo_count),
            };
            total.add(count);
            total.add_product(-rest, rate);
            total.value()
        };
        let rates = self.rates().iter().enumerate();
        rates.flat_map(|(k, rates)| rates.iter().enumerate().map(move |(d, &rate)| slope(k, d, rate))).collect()
    }
}

/// What a prior adds to the counts of variable `d`.
fn pseudo_counts(prior: Option<&CategoricalPrior>, d: usize, levels: usize) -> Vec<f64> {
    match prior {
        None => vec![0.0; levels],
        Some(CategoricalPrior::Dirichlet(prior)) => prior.variables[d].concentration.iter().map(|a| a - 1.0).collect(),
        Some(CategoricalPrior::Natural(prior)) => prior.pseudo_observations[d].clone(),
    }
}

impl Coordinates for Categorical {
    fn coordinates(&self) -> Result<Vec<f64>> {
        let mut coordinates = Vec::new();
        for (k, component) in self.probabilities().iter().enumerate() {
            for (d, variable) in component.iter().enumerate() {
                coordinates.extend(logarithms(variable, &format!("components[{k}].probabilities[{d}]"))?);
            }
        }
        Ok(coordinates)
    }

    fn from_coordinates(levels: &Vec<usize>, components: usize, coordinates: &[f64]) -> Result<Self> {
        let length: usize = levels.iter().sum();
        check_len(coordinates.len(), components * length, "coordinates of the probabilities", "numbers")?;
        let component = |k: usize| {
            let mut rest = &coordinates[k * length..(k + 1) * length];
            let variable = |&count: &usize| {
                let (logits, others) = rest.split_at(count);
                rest = others;
                softmax(logits)
            };
            levels.iter().map(variable).collect()
        };
        Self::new(levels.clone(), (0..components).map(component).collect())
    }

    fn gradient(
        &self,
        observations: &Observations,
        weighted: MatRef<'_, f64>,
        prior: Option<&CategoricalPrior>,
    ) -> Vec<f64> {
        let mut gradient = Vec::new();
        for (k, component) in self.probabilities().iter().enumerate() {
            for (d, &levels) in self.shape().iter().enumerate() {
                let mut counts: Vec<Sum> =
                    pseudo_counts(prior, d, levels).into_iter().map(|count| [count].into_iter().collect()).collect();
                for n in 0..observations.count() {
                    counts[observations.row(n)[d] as usize].add(weighted[(k, n)]);
                }
                let counts: Vec<f64> = counts.into_iter().map(Sum::value).collect();
                gradient.extend(softmax_gradient(&counts, &component[d]));
            }
        }
        gradient
    }
}
