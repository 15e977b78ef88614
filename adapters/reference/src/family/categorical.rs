//! Categorical.

use reference::{
    Categorical, CategoricalPrior,
    prior::{DirichletLevels, NaturalCategorical},
};
use suite::format::{Case, Component, ComponentPrior, Number, Parameters};

use super::{Translate, foreign_prior};
use crate::input::{Refusal, absent, matrix, refused, required, rows};

/// More probabilities than this are taken for a mistake: levels are announced, not sent, and a few bytes of a case must not fill the memory.
const MOST_PROBABILITIES: usize = 1 << 20;

/// The levels of each variable, all at least 1, and not too many for all components together.
fn levels(case: &Case) -> Result<Vec<usize>, Refusal> {
    let levels = required(case.model.as_ref().and_then(|model| model.levels.as_ref()), "model.levels")?;
    if let Some(d) = levels.iter().position(|&count| count == 0) {
        return Err(format!("model.levels[{d}] is 0: a variable has at least 1 level"));
    }
    let of_rows = case.responsibilities.as_ref().and_then(|rows| rows.first()).map_or(1, Vec::len);
    let components = case.components.unwrap_or(of_rows).max(1);
    let total = levels.iter().fold(0, |total: usize, &count| total.saturating_add(count));
    if total.saturating_mul(components) > MOST_PROBABILITIES {
        let most = MOST_PROBABILITIES;
        return Err(format!(
            "model.levels: {total} levels for each of {components} components: at most {most} are held"
        ));
    }
    Ok(levels.clone())
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
