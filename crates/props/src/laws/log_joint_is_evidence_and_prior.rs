//! `log p(X, θ) - log p(X|θ) = log p(θ)` sees no data: it is the same on half of the observations, and 0 without a prior.
//!
//! Rounding: that of the log joint and the log evidence on either data.

use suite::{format::Case, implementation::Implementation};

use crate::{
    ask::{Ask, given, has_weights, observations, reported, weights, with_data},
    generate::Scope,
    law::{Check, Law, equal},
    slack::Sizes,
};

/// The law.
pub const LAW: Law = Law {
    name: "log-joint-is-evidence-and-prior",
    statement: "log_joint - log_evidence is the same whatever the data, and 0 without a prior",
    cases: || Scope::parameters().observations(2..=10).cases(|problem| problem.evaluate()),
    check,
};

fn check(em: &mut dyn Implementation, case: &Case) -> Check {
    let parameters = given(case.parameters.as_ref(), "parameters")?;
    let half = observations(case).len().div_ceil(2);
    // Weights that are all 0 are no data.
    let weights = weights(case)[..half].iter().map(|weight| weight + 1.0).collect();
    let other = with_data(case, observations(case)[..half].to_vec(), has_weights(case).then_some(weights));
    let mut log_prior = |case: &Case| {
        let found = em.evaluate(case, parameters)?;
        Ok(reported(found.log_joint, "log_joint")?.0 - reported(found.log_evidence, "log_evidence")?.0)
    };
    let (whole, part) = (log_prior(case)?, log_prior(&other)?);
    let slack = 2.0 * (Sizes::at(case, parameters)?.log_joint() + Sizes::at(&other, parameters)?.log_joint());
    if case.prior.is_none() {
        equal("the log joint less the log evidence, without a prior,", whole, 0.0, slack)?;
    }
    equal("the log joint less the log evidence on half of the data", part, whole, slack)
}
