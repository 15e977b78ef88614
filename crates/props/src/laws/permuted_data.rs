//! Observations have no order: with the rows reversed the log evidence and the log joint are the same, and the responsibilities are reversed.
//!
//! Rounding: that of both sides.

use suite::{format::Case, implementation::Implementation};

use crate::{
    ask::{Ask, given, has_weights, observations, reported, weights, with_data},
    generate::Scope,
    law::{Check, Law, equal},
    slack::Sizes,
};

/// The law.
pub const LAW: Law = Law {
    name: "permuted-data",
    statement: "the order of the observations changes the order of the rows, and nothing else",
    cases: || Scope::parameters().observations(2..=10).cases(|problem| problem.evaluate()),
    check,
};

fn check(em: &mut dyn Implementation, case: &Case) -> Check {
    let parameters = given(case.parameters.as_ref(), "parameters")?;
    let rows = observations(case).iter().rev().cloned().collect();
    let weights = has_weights(case).then(|| weights(case).into_iter().rev().collect());
    let (found, due) = (em.evaluate(&with_data(case, rows, weights), parameters)?, em.evaluate(case, parameters)?);
    let sizes = Sizes::at(case, parameters)?;
    let joints = (reported(found.log_joint, "log_joint")?.0, reported(due.log_joint, "log_joint")?.0);
    equal("the log joint with the observations reversed", joints.0, joints.1, 2.0 * sizes.log_joint())?;
    let (found, due) =
        (reported(found.responsibilities, "responsibilities")?, reported(due.responsibilities, "responsibilities")?);
    for (n, (found, due)) in found.iter().rev().zip(&due).enumerate() {
        for (k, (found, due)) in found.iter().zip(due).enumerate() {
            let slack = 2.0 * sizes.responsibilities[n][k] + f64::MIN_POSITIVE;
            equal(format_args!("the responsibility of the row that was [{n}][{k}]"), found.0, due.0, slack)?;
        }
    }
    Ok(())
}
