//! `log p(X, Y) = log p(X) + log p(Y|X)`, and the last is the evidence of `Y` under the posterior after `X`: with one component the conjugate
//! posterior is the prior with its hyperparameters updated.
//!
//! Rounding: that of the three evidences, [`of_bayesian`]; the updated hyperparameters are rounded once more, as data are.

use suite::{
    format::{Case, Prior},
    implementation::Implementation,
};

use crate::{
    ask::{Ask, given, observations, with_data, with_prior},
    generate::Scope,
    law::{Check, Law, Stop, equal},
    parameters::posterior,
    slack::of_bayesian,
};

/// The law.
pub const LAW: Law = Law {
    name: "chain-rule-of-evidence",
    statement: "log p(X, Y) = log p(X) + log p(Y | X)",
    cases: || Scope::bayesian().components(1..=1).observations(2..=5).cases(|problem| problem.evidence()),
    check,
};

fn check(em: &mut dyn Implementation, case: &Case) -> Check {
    let rows = observations(case);
    let (first, second) = rows.split_at(rows.len() / 2);
    let prior = given(case.prior.as_ref(), "prior")?;
    let Some(after) = prior.components.as_ref().and_then(|prior| posterior(prior, first)) else {
        return Err(Stop::Inapplicable("the prior has no posterior of its own kind".to_owned()));
    };
    let of_first = with_data(case, first.to_vec(), None);
    let of_second = with_data(case, second.to_vec(), None);
    let of_second = with_prior(&of_second, Some(Prior { weights: prior.weights.clone(), components: Some(after) }));
    let parts = em.evidence(&of_first, 1)? + em.evidence(&of_second, 1)?;
    let slack = 2.0 * (of_bayesian(case) + of_bayesian(&of_second));
    equal("the log evidence of all data", em.evidence(case, 1)?, parts, slack)
}
