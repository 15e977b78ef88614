//! An observation that stands twice in the data is one of weight 2, in the log evidence and in the M-step: a weight is a frequency.
//!
//! Rounding: that of the log evidence and of the M-step, on either side.

use suite::{format::Case, implementation::Implementation};

use crate::{
    ask::{Ask, given, observations, reported, with_data},
    generate::Scope,
    law::{Check, Law, equal},
    parameters::{agree, map},
    slack::{Sizes, of_maximum},
};

/// The law.
pub const LAW: Law = Law {
    name: "duplicated-row-is-double-weight",
    statement: "an observation that stands twice is one of weight 2",
    cases: || Scope::steps().unweighted().cases(|problem| problem.maximize()),
    check,
};

fn check(em: &mut dyn Implementation, case: &Case) -> Check {
    let r = given(case.responsibilities.as_ref(), "responsibilities")?;
    let rows = observations(case);
    let weights = (0..rows.len()).map(|n| if n == 0 { 2.0 } else { 1.0 }).collect();
    let weighted = with_data(case, rows.to_vec(), Some(weights));
    let first = |rows: &[Vec<_>]| rows.iter().chain(rows.first()).cloned().collect();
    let (twice, r_twice) = (with_data(case, first(rows), None), first(r));
    let (found, due) = (em.maximize(&weighted, r)?, em.maximize(&twice, &r_twice)?);
    let slack = map(&of_maximum(&twice, &r_twice)?, |slack| 2.0 * slack);
    agree("the parameters with a weight of 2", &found, &due, &slack)?;
    let (of_weighted, of_twice) = (em.evaluate(&weighted, &due)?, em.evaluate(&twice, &due)?);
    let pair = [of_weighted.log_evidence, of_twice.log_evidence].map(|value| reported(value, "log_evidence"));
    let [found, expected] = pair;
    equal("the log evidence with a weight of 2", found?.0, expected?.0, 2.0 * Sizes::at(&twice, &due)?.log_evidence)
}
