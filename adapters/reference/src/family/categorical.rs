//! Categorical.

use reference::{
    Categorical, CategoricalPrior,
    prior::{DirichletLevels, NaturalCategorical},
};
use suite::format::{Case, Component, ComponentPrior, Number, Parameters};

use super::{Translate, foreign_prior};
use crate::input::{Refusal, absent, matrix, refused, required, rows};

/// More levels than this are taken for a mistake: a table of them would not fit in memory.
const MOST_LEVELS: usize = 1 << 24;

/// The levels of each variable, all at least 1.
fn levels(case: &Case) -> Result<Vec<usize>, Refusal> {
    let levels = required(case.model.as_ref().and_then(|model| model.levels.as_ref()), "model.levels")?;
    match levels.iter().position(|&count| count == 0 || count > MOST_LEVELS) {
        Some(d) => Err(format!("model.levels[{d}] is {}: a variable has 1 to {MOST_LEVELS} levels", levels[d])),
        None => Ok(levels.clone()),
    }
}

impl Translate for Categorical {
    fn shape_of(case: &Case, _: usize) -> Result<Vec<usize>, Refusal> {
        levels(case)
    }

    fn read(parameters: &Parameters, case: &Case) -> Result<Self, Refusal> {
        absent(parameters.covariance.as_ref(), "covariance", "categorical")?;
        let probabilities = |(k, component): (usize, &Component)| {
            let field = |name: &str| format!("components[{k}].{name}");
            absent(component.mean.as_ref(), &field("mean"), "categorical")?;
            absent(component.covariance.as_ref(), &field("covariance"), "categorical")?;
            absent(component.rate.as_ref(), &field("rate"), "categorical")?;
            Ok(rows(required(component.probabilities.as_ref(), &field("probabilities"))?))
        };
        let probabilities =
            parameters.components.iter().enumerate().map(probabilities).collect::<Result<_, Refusal>>()?;
        Self::new(levels(case)?, probabilities).map_err(refused)
    }

    fn prior(prior: &ComponentPrior) -> Result<CategoricalPrior, Refusal> {
        match prior {
            ComponentPrior::Dirichlet { concentration } => {
                DirichletLevels::new(rows(concentration)).map(CategoricalPrior::Dirichlet).map_err(refused)
            }
            ComponentPrior::Natural { pseudo_observations, pseudo_count } => {
                let field = "prior.components.natural";
                absent(pseudo_count.as_ref(), &format!("{field}.pseudo_count"), "categorical")?;
                let phi = matrix(pseudo_observations, &format!("{field}.pseudo_observations"))?;
                NaturalCategorical::new(phi).map(CategoricalPrior::Natural).map_err(refused)
            }
            _ => Err(foreign_prior("categorical", "dirichlet or natural")),
        }
    }

    fn written(&self) -> Vec<Component> {
        let component = |variables: &Vec<Vec<f64>>| Component {
            probabilities: Some(variables.iter().map(|p| p.iter().copied().map(Number).collect()).collect()),
            ..Component::default()
        };
        self.probabilities().iter().map(component).collect()
    }
}
