//! A component split in two of half its mixing weight each leaves the density as it was: the log evidence is the same, and its responsibilities
//! are halved.
//!
//! Rounding: halves are exact; that of both sides.

use suite::{
    format::{Case, Number},
    implementation::Implementation,
};

use crate::{
    ask::{Ask, given, reported},
    generate::{Priors, Scope},
    law::{Check, Law, equal},
    parameters::reordered,
    slack::Sizes,
};

/// The law.
pub const LAW: Law = Law {
    name: "split-component",
    statement: "a component split in two halves leaves the log evidence and halves its responsibilities",
    cases: || Scope::parameters().priors(Priors::None).components(1..=2).cases(|problem| problem.evaluate()),
    check,
};

fn check(em: &mut dyn Implementation, case: &Case) -> Check {
    let parameters = given(case.parameters.as_ref(), "parameters")?;
    let count = parameters.weights.len();
    let mut split = reordered(parameters, &(0..count).chain([0]).collect::<Vec<_>>());
    let half = Number(parameters.weights[0].0 / 2.0);
    (split.weights[0], split.weights[count]) = (half, half);
    let (found, due) = (em.evaluate(case, &split)?, em.evaluate(case, parameters)?);
    let sizes = Sizes::at(case, parameters)?;
    let evidences = (reported(found.log_evidence, "log_evidence")?.0, reported(due.log_evidence, "log_evidence")?.0);
    equal("the log evidence after a split", evidences.0, evidences.1, 2.0 * sizes.log_evidence)?;
    let (found, due) =
        (reported(found.responsibilities, "responsibilities")?, reported(due.responsibilities, "responsibilities")?);
    for (n, (found, due)) in found.iter().zip(&due).enumerate() {
        let slack = 2.0 * sizes.responsibilities[n][0] + f64::MIN_POSITIVE;
        equal(format_args!("the responsibility of a half, [{n}][0]"), found[0].0, due[0].0 / 2.0, slack)?;
        equal(format_args!("the responsibility of a half, [{n}][{count}]"), found[count].0, due[0].0 / 2.0, slack)?;
    }
    Ok(())
}
