//! `log p(X ∪ Y|θ) = log p(X|θ) + log p(Y|θ)`: observations are independent given the parameters, so data can be split and put together.
//!
//! Rounding: that of all three.

use suite::{format::Case, implementation::Implementation};

use crate::{
    ask::{Ask, given, observations, reported, with_data},
    generate::Scope,
    law::{Check, Law, equal},
    slack::Sizes,
};

/// The law.
pub const LAW: Law = Law {
    name: "log-evidence-adds-over-data",
    statement: "log p(X ∪ Y | θ) = log p(X | θ) + log p(Y | θ)",
    cases: || Scope::parameters().unweighted().observations(2..=10).cases(|problem| problem.evaluate()),
    check,
};

fn check(em: &mut dyn Implementation, case: &Case) -> Check {
    let parameters = given(case.parameters.as_ref(), "parameters")?;
    let rows = observations(case);
    let (first, second) = rows.split_at(rows.len() / 2);
    let mut log_evidence = |rows: &[_]| {
        let part = with_data(case, rows.to_vec(), None);
        Ok(reported(em.evaluate(&part, parameters)?.log_evidence, "log_evidence")?.0)
    };
    let parts = log_evidence(first)? + log_evidence(second)?;
    let slack = 2.0 * Sizes::at(case, parameters)?.log_evidence;
    equal("the log evidence of all data", log_evidence(rows)?, parts, slack)
}
