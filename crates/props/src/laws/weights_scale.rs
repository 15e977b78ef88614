//! With every weight doubled the log evidence is doubled, and the maximum-likelihood M-step finds the same parameters.
//!
//! Rounding: a power of two is exact; that of both sides all the same.

use suite::{format::Case, implementation::Implementation};

use crate::{
    ask::{Ask, given, observations, reported, weights, with_data},
    generate::{Priors, Scope},
    law::{Check, Law, equal},
    parameters::{agree, map},
    slack::{Sizes, of_maximum},
};

/// The law.
pub const LAW: Law = Law {
    name: "weights-scale",
    statement: "all weights doubled double the log evidence and leave the M-step of maximum likelihood",
    cases: || Scope::steps().priors(Priors::None).cases(|problem| problem.maximize()),
    check,
};

fn check(em: &mut dyn Implementation, case: &Case) -> Check {
    let r = given(case.responsibilities.as_ref(), "responsibilities")?;
    let weights = weights(case).iter().map(|weight| 2.0 * weight).collect();
    let doubled = with_data(case, observations(case).to_vec(), Some(weights));
    let (found, due) = (em.maximize(&doubled, r)?, em.maximize(case, r)?);
    agree("the parameters with all weights doubled", &found, &due, &map(&of_maximum(case, r)?, |slack| 2.0 * slack))?;
    let (twice, once) = (em.evaluate(&doubled, &due)?.log_evidence, em.evaluate(case, &due)?.log_evidence);
    let (twice, once) = (reported(twice, "log_evidence")?.0, reported(once, "log_evidence")?.0);
    equal("the log evidence with all weights doubled", twice, 2.0 * once, 4.0 * Sizes::at(case, &due)?.log_evidence)
}
