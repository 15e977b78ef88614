//! An M-step with the columns of the responsibilities reversed finds the components reversed, without a prior of the mixing weights, which
//! knows their order.
//!
//! Rounding: that of an M-step, on either side.

use suite::{
    format::{Case, Prior},
    implementation::Implementation,
};

use crate::{
    ask::{Ask, given, with_prior},
    generate::Scope,
    law::{Check, Law},
    parameters::{agree, map, reordered},
    slack::of_maximum,
};

/// The law.
pub const LAW: Law = Law {
    name: "m-step-of-permuted-components",
    statement: "the M-step of reversed columns has the components reversed",
    cases: || Scope::steps().components(2..=3).cases(|problem| problem.maximize()),
    check,
};

fn check(em: &mut dyn Implementation, case: &Case) -> Check {
    let r = given(case.responsibilities.as_ref(), "responsibilities")?;
    let without = case.prior.as_ref().map(|prior| Prior { weights: None, components: prior.components.clone() });
    let case = &with_prior(case, without.filter(|prior| prior.components.is_some()));
    let order: Vec<usize> = (0..r[0].len()).rev().collect();
    let reversed = r.iter().map(|row| row.iter().rev().copied().collect()).collect();
    let (found, due) = (em.maximize(case, &reversed)?, em.maximize(case, r)?);
    let slack = map(&of_maximum(case, r)?, |slack| 2.0 * slack);
    agree("the parameters from reversed columns", &reordered(&found, &order), &due, &slack)
}
