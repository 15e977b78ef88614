//! An observation of weight 0 is absent, from the log evidence and from the M-step, however unlikely it is.
//!
//! Rounding: that of the log evidence and of the M-step, on either side.

use suite::{
    format::{Case, Number},
    implementation::Implementation,
};

use crate::{
    ask::{Ask, given, observations, reported, with_data},
    generate::Scope,
    law::{Check, Law, equal},
    parameters::{agree, map},
    slack::{Sizes, of_maximum},
};

/// The law.
pub const LAW: Law = Law {
    name: "zero-weight-row-is-absent",
    statement: "an observation of weight 0 is absent",
    cases: || Scope::steps().unweighted().cases(|problem| problem.maximize()),
    check,
};

fn check(em: &mut dyn Implementation, case: &Case) -> Check {
    let r = given(case.responsibilities.as_ref(), "responsibilities")?;
    let rows = observations(case);
    let mut weights = vec![1.0; rows.len()];
    weights.push(0.0);
    // A far one, which would be felt: 17 times the first, and a level is a level.
    let is_level = case.model.as_ref().is_some_and(|model| model.levels.is_some());
    let far = rows[0].iter().map(|x| if is_level { *x } else { Number(17.0 * (x.0 + 1.0).abs().round()) }).collect();
    let with_row = |rows: &[_], row: Vec<_>| rows.iter().cloned().chain([row]).collect();
    let (weighted, of_all) = (with_data(case, with_row(rows, far), Some(weights)), with_row(r, r[0].clone()));
    let (found, due) = (em.maximize(&weighted, &of_all)?, em.maximize(case, r)?);
    let slack = map(&of_maximum(case, r)?, |slack| 2.0 * slack);
    agree("the parameters with a row of weight 0", &found, &due, &slack)?;
    let (with, without) = (em.evaluate(&weighted, &due)?, em.evaluate(case, &due)?);
    let [with, without] = [with.log_evidence, without.log_evidence].map(|value| reported(value, "log_evidence"));
    equal("the log evidence with a row of weight 0", with?.0, without?.0, 2.0 * Sizes::at(case, &due)?.log_evidence)
}
