//! `log p(X) = log p(X, θ) - log p(θ|X)` at any `θ` (the candidate's formula; Besag 1989): with one component the posterior is the prior with its
//! hyperparameters updated, and its log density is what a log joint under it has beside the log evidence.
//!
//! Rounding: that of the evidence, [`of_bayesian`], and of the log joint under the prior and under the posterior.

use suite::{
    format::{Case, Prior},
    implementation::Implementation,
};

use crate::{
    ask::{Ask, given, observations, reported, with_prior},
    generate::Scope,
    law::{Check, Law, Stop, equal},
    parameters::posterior,
    slack::{Sizes, of_bayesian},
};

/// The law.
pub const LAW: Law = Law {
    name: "candidates-formula",
    statement: "log p(X) = log p(X, θ) - log p(θ | X) at any θ",
    cases: || Scope::bayesian().components(1..=1).cases(|problem| problem.evaluate()),
    check,
};

fn check(em: &mut dyn Implementation, case: &Case) -> Check {
    let (parameters, prior) = (given(case.parameters.as_ref(), "parameters")?, given(case.prior.as_ref(), "prior")?);
    let Some(after) = prior.components.as_ref().and_then(|prior| posterior(prior, observations(case))) else {
        return Err(Stop::Inapplicable("the prior has no posterior of its own kind".to_owned()));
    };
    let posterior = with_prior(case, Some(Prior { weights: None, components: Some(after) }));
    let joint = reported(em.evaluate(case, parameters)?.log_joint, "log_joint")?.0;
    let found = em.evaluate(&posterior, parameters)?;
    let log_posterior = reported(found.log_joint, "log_joint")?.0 - reported(found.log_evidence, "log_evidence")?.0;
    let sizes = Sizes::at(case, parameters)?.log_joint() + 2.0 * Sizes::at(&posterior, parameters)?.log_joint();
    equal("the log evidence", em.evidence(case, 1)?, joint - log_posterior, 2.0 * (sizes + of_bayesian(case)))
}
