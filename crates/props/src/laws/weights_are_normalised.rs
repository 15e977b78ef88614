//! Mixing weights whose sum is a little off 1, as decimals are, are used normalised by their sum: with every weight times `1 + 2^-31` the
//! evaluation is the same.
//!
//! Rounding: that of both sides, and an ulp of each weight.

use suite::{format::Case, implementation::Implementation};

use crate::{
    ask::{Ask, given, reported},
    generate::{Priors, Scope},
    law::{Check, Law, equal},
    slack::Sizes,
};

/// The law.
pub const LAW: Law = Law {
    name: "weights-are-normalised",
    statement: "mixing weights that sum to 1 + 2^-31 are used normalised",
    cases: || Scope::parameters().priors(Priors::None).cases(|problem| problem.evaluate()),
    check,
};

fn check(em: &mut dyn Implementation, case: &Case) -> Check {
    let parameters = given(case.parameters.as_ref(), "parameters")?;
    let mut off = parameters.clone();
    off.weights.iter_mut().for_each(|weight| weight.0 *= 1.0 + 2f64.powi(-31));
    let (found, due) = (em.evaluate(case, &off)?.log_evidence, em.evaluate(case, parameters)?.log_evidence);
    let (found, due) = (reported(found, "log_evidence")?.0, reported(due, "log_evidence")?.0);
    equal("the log evidence with weights a little off", found, due, 2.0 * Sizes::at(case, parameters)?.log_evidence)
}
