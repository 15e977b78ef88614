//! The same conjugate prior read as a density of the natural parameter and of the mean differs by the Jacobian `dμ/dη`. For Poisson rates (`log λ`
//! against `λ`) the log priors differ by `Σ log λ`, for probabilities (logits) by `Σ log p`; and the modes are those with pseudo-observations of one
//! more: `natural {φ, ν}` has the mode of `gamma {φ + 1, ν}`, `natural {φ}` that of `dirichlet {φ + 1}`.
//!
//! Rounding: that of the log joint and of the M-step on either side.

use suite::{
    format::{Case, ComponentPrior, Family, Number, Prior, Tensor},
    implementation::Implementation,
};

use crate::{
    ask::{Ask, given, reported, with_prior},
    generate::{Priors, Scope},
    law::{Check, Law, Stop, equal},
    parameters::{agree, entries, map},
    slack::{Sizes, of_maximum},
};

/// The law.
pub const LAW: Law = Law {
    name: "natural-and-mean-reading",
    statement: "a natural prior is the mean prior times the Jacobian, and has its mode with one more pseudo-observation",
    cases: || {
        Scope::steps()
            .families(&[Family::Poisson, Family::Categorical])
            .priors(Priors::Any)
            .cases(|problem| problem.maximize())
    },
    check,
};

fn check(em: &mut dyn Implementation, case: &Case) -> Check {
    let r = given(case.responsibilities.as_ref(), "responsibilities")?;
    let prior = case.prior.as_ref().and_then(|prior| prior.components.as_ref());
    let (Some(same), Some(more)) =
        (prior.and_then(|prior| mean_reading(prior, 0.0)), prior.and_then(|prior| mean_reading(prior, 1.0)))
    else {
        return Err(Stop::Inapplicable("there is no natural prior".to_owned()));
    };
    let with = |components: ComponentPrior| {
        let weights = case.prior.as_ref().and_then(|prior| prior.weights.clone());
        with_prior(case, Some(Prior { weights, components: Some(components) }))
    };
    let (found, due) = (em.maximize(case, r)?, em.maximize(&with(more), r)?);
    agree("the mode of the natural reading", &found, &due, &map(&of_maximum(case, r)?, |slack| 2.0 * slack))?;
    let logarithms =
        |(place, value): (crate::parameters::Place, f64)| if place.component.is_some() { value.ln() } else { 0.0 };
    let jacobian: f64 = entries(&due).into_iter().map(logarithms).sum();
    let (natural, mean) = (em.evaluate(case, &due)?.log_joint, em.evaluate(&with(same.clone()), &due)?.log_joint);
    let (natural, mean) = (reported(natural, "log_joint")?.0, reported(mean, "log_joint")?.0);
    let slack = Sizes::at(case, &due)?.log_joint() + Sizes::at(&with(same), &due)?.log_joint();
    equal("the log joint of the natural reading", natural, mean + jacobian, 2.0 * slack)
}

/// The prior of the same pseudo-observations, and so many more each, as a density of the mean.
fn mean_reading(natural: &ComponentPrior, more: f64) -> Option<ComponentPrior> {
    let above = |values: &[Number]| values.iter().map(|x| Number(x.0 + more)).collect::<Vec<_>>();
    match natural {
        ComponentPrior::Natural { pseudo_observations: Tensor::Vector(shape), pseudo_count: Some(count) } => {
            Some(ComponentPrior::Gamma { shape: above(shape), rate: vec![*count; shape.len()] })
        }
        ComponentPrior::Natural { pseudo_observations: Tensor::Matrix(rows), .. } => {
            Some(ComponentPrior::Dirichlet { concentration: rows.iter().map(|row| above(row)).collect() })
        }
        _ => None,
    }
}
