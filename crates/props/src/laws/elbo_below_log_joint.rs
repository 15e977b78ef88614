//! `elbo(q) <= log p(X, θ)` and `kl(q) >= 0`, for every `q` (Gibbs' inequality).
//!
//! Rounding: that of the bound and of the log joint.

use suite::{format::Case, implementation::Implementation};

use crate::{
    ask::{Ask, given, guess, reported},
    generate::Scope,
    law::{Check, Law, at_least, at_most},
    slack::Sizes,
};

/// The law.
pub const LAW: Law = Law {
    name: "elbo-below-log-joint",
    statement: "elbo(q) <= log p(X, θ) and kl(q) >= 0, for every q",
    cases: || Scope::parameters().cases(|problem| problem.bound()),
    check,
};

fn check(em: &mut dyn Implementation, case: &Case) -> Check {
    let (parameters, q) = (given(case.parameters.as_ref(), "parameters")?, given(guess(case), "q")?);
    let slack = 2.0 * Sizes::at(case, parameters)?.bound(q);
    let joint = reported(em.evaluate(case, parameters)?.log_joint, "log_joint")?.0;
    let bound = em.bound(case, parameters, q)?;
    at_least("kl(q)", reported(bound.kl, "kl")?.0, 0.0, slack)?;
    at_most("elbo(q)", reported(bound.elbo, "elbo")?.0, joint, slack)
}
