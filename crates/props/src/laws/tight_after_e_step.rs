//! `elbo(r) = log p(X, θ)` and `kl(r) = 0` at the responsibilities `r`: after the E-step the bound is tight.
//!
//! Rounding: that of the bound and of the log joint. Responsibilities that are right to `δ` leave a `kl` of the order of `δ²`.

use suite::{format::Case, implementation::Implementation};

use crate::{
    ask::{Ask, given, reported},
    generate::Scope,
    law::{Check, Law, equal},
    slack::Sizes,
};

/// The law.
pub const LAW: Law = Law {
    name: "tight-after-e-step",
    statement: "elbo(r) = log p(X, θ) and kl(r) = 0 at the responsibilities r",
    cases: || Scope::parameters().cases(|problem| problem.evaluate()),
    check,
};

fn check(em: &mut dyn Implementation, case: &Case) -> Check {
    let parameters = given(case.parameters.as_ref(), "parameters")?;
    let evaluation = em.evaluate(case, parameters)?;
    let r = reported(evaluation.responsibilities, "responsibilities")?;
    let joint = reported(evaluation.log_joint, "log_joint")?.0;
    let slack = 2.0 * Sizes::at(case, parameters)?.bound(&r);
    let bound = em.bound(case, parameters, &r)?;
    equal("kl(r)", reported(bound.kl, "kl")?.0, 0.0, slack)?;
    equal("elbo(r)", reported(bound.elbo, "elbo")?.0, joint, slack)
}
