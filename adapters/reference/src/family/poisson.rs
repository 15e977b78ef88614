//! Poisson.

use reference::{
    Poisson, PoissonPrior,
    prior::{Gamma, NaturalPoisson},
};
use suite::format::{Case, Component, ComponentPrior, Number, Parameters};

use super::{Translate, foreign_prior};
use crate::input::{Refusal, absent, numbers, refused, required, vector};

impl Translate for Poisson {
    fn shape_of(_: &Case, dimension: usize) -> Result<usize, Refusal> {
        Ok(dimension)
    }

    fn read(parameters: &Parameters, _: &Case) -> Result<Self, Refusal> {
        absent(parameters.covariance.as_ref(), "covariance", "poisson")?;
        let rates = |(k, component): (usize, &Component)| {
            let field = |name: &str| format!("components[{k}].{name}");
            absent(component.mean.as_ref(), &field("mean"), "poisson")?;
            absent(component.covariance.as_ref(), &field("covariance"), "poisson")?;
            absent(component.probabilities.as_ref(), &field("probabilities"), "poisson")?;
            Ok(numbers(required(component.rate.as_ref(), &field("rate"))?))
        };
        let rates = parameters.components.iter().enumerate().map(rates).collect::<Result<_, Refusal>>()?;
        Self::new(rates).map_err(refused)
    }

    fn prior(prior: &ComponentPrior) -> Result<PoissonPrior, Refusal> {
        match prior {
            ComponentPrior::Gamma { shape, rate } => {
                Gamma::new(numbers(shape), numbers(rate)).map(PoissonPrior::Gamma).map_err(refused)
            }
            ComponentPrior::Natural { pseudo_observations, pseudo_count } => {
                let field = "prior.components.natural";
                let phi = vector(pseudo_observations, &format!("{field}.pseudo_observations"))?;
                let nu = required(pseudo_count.as_ref(), &format!("{field}.pseudo_count"))?.0;
                NaturalPoisson::new(phi, nu).map(PoissonPrior::Natural).map_err(refused)
            }
            _ => Err(foreign_prior("poisson", "gamma or natural")),
        }
    }

    fn written(&self) -> Vec<Component> {
        let component = |rates: &Vec<f64>| Component {
            rate: Some(rates.iter().copied().map(Number).collect()),
            ..Component::default()
        };
        self.rates().iter().map(component).collect()
    }
}
