//! An M-step of observations in another order, each with its responsibilities, finds the same parameters.
//!
//! Rounding: that of an M-step, on either side.

use suite::{format::Case, implementation::Implementation};

use crate::{
    ask::{Ask, given, has_weights, observations, weights, with_data},
    generate::Scope,
    law::{Check, Law},
    parameters::{agree, map},
    slack::of_maximum,
};

/// The law.
pub const LAW: Law = Law {
    name: "m-step-of-permuted-data",
    statement: "the M-step of reversed observations is the M-step of the observations",
    cases: || Scope::steps().cases(|problem| problem.maximize()),
    check,
};

fn check(em: &mut dyn Implementation, case: &Case) -> Check {
    let r = given(case.responsibilities.as_ref(), "responsibilities")?;
    let rows = observations(case).iter().rev().cloned().collect();
    let weights = has_weights(case).then(|| weights(case).into_iter().rev().collect());
    let reversed = r.iter().rev().cloned().collect();
    let found = em.maximize(&with_data(case, rows, weights), &reversed)?;
    let slack = map(&of_maximum(case, r)?, |slack| 2.0 * slack);
    agree("the parameters from reversed observations", &found, &em.maximize(case, r)?, &slack)
}
