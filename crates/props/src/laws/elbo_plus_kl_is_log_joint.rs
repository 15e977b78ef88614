//! `elbo(q) + kl(q) = log p(X, θ)`, for every `q` (60).
//!
//! Rounding: that of the bound, [`Sizes::bound`], twice, and of the log joint.

use suite::{format::Case, implementation::Implementation};

use crate::{
    ask::{Ask, given, guess, reported},
    generate::Scope,
    law::{Check, Law, equal},
    slack::Sizes,
};

/// The law.
pub const LAW: Law = Law {
    name: "elbo-plus-kl-is-log-joint",
    statement: "elbo(q) + kl(q) = log p(X, θ), for every q",
    cases: || Scope::parameters().cases(|problem| problem.bound()),
    check,
};

fn check(em: &mut dyn Implementation, case: &Case) -> Check {
    let (parameters, q) = (given(case.parameters.as_ref(), "parameters")?, given(guess(case), "q")?);
    let slack = 3.0 * Sizes::at(case, parameters)?.bound(q);
    let bound = em.bound(case, parameters, q)?;
    let [elbo, kl] = [reported(bound.elbo, "elbo")?.0, reported(bound.kl, "kl")?.0];
    equal("elbo(q) + kl(q)", elbo + kl, reported(bound.log_joint, "log_joint")?.0, slack)
}
