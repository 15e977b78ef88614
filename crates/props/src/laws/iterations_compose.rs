//! One iteration from where one iteration arrived are two iterations; so `t` and `t` are `2t`.
//!
//! Rounding: the parameters pass through their decimal form exactly, so the second half repeats the same operations on the same numbers; an
//! implementation may keep more than it reports, which is an ulp of the input to it: the slack of the log evidence allows for that.

use suite::{format::Case, implementation::Implementation};

use crate::{
    ask::{Ask, given, reported},
    generate::Scope,
    law::{Check, Law, broken, equal},
    slack::Sizes,
};

/// The law.
pub const LAW: Law = Law {
    name: "iterations-compose",
    statement: "t iterations from where t iterations arrived are 2t iterations",
    cases: || Scope::steps().cases(|problem| problem.trajectory()),
    check,
};

fn check(em: &mut dyn Implementation, case: &Case) -> Check {
    let initial = given(case.initial.as_ref(), "initial")?;
    let whole = em.trajectory(case, initial, 2)?;
    let first = reported(em.trajectory(case, initial, 1)?.parameters, "parameters")?;
    let middle = reported(first.get(&1), "parameters after iteration 1")?;
    let second = em.trajectory(case, middle, 1)?;
    let (whole, second) =
        (reported(whole.log_evidence, "log_evidence")?, reported(second.log_evidence, "log_evidence")?);
    let slack = 2.0 * Sizes::at(case, middle)?.log_evidence;
    match (second.last(), whole.last()) {
        (Some(found), Some(due)) => equal("the log evidence after one iteration and one", found.0, due.0, slack),
        _ => broken("no log evidence is reported"),
    }
}
