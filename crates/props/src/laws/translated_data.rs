//! Gaussian data from another origin: with `x -> x + c`, `μ -> μ + c` nothing changes.
//!
//! Rounding: that of either side, each of which has the ulps of its own `x` and `μ`.

use suite::{
    format::{Case, Family},
    implementation::Implementation,
};

use crate::{
    ask::{Ask, given, reported},
    generate::{Priors, Scope},
    law::{Check, Law, equal},
    parameters::Affine,
    slack::Sizes,
};

/// The law.
pub const LAW: Law = Law {
    name: "translated-data",
    statement: "x -> x + c with μ -> μ + c changes nothing",
    cases: || {
        Scope::parameters().families(&[Family::Gaussian]).priors(Priors::None).cases(|problem| problem.evaluate())
    },
    check,
};

fn check(em: &mut dyn Implementation, case: &Case) -> Check {
    let parameters = given(case.parameters.as_ref(), "parameters")?;
    let affine = Affine::translation(1024.0);
    let (moved, there) = (affine.of_case(case), affine.of_parameters(parameters));
    let found = reported(em.evaluate(&moved, &there)?.log_evidence, "log_evidence")?.0;
    let due = reported(em.evaluate(case, parameters)?.log_evidence, "log_evidence")?.0;
    let slack = Sizes::at(case, parameters)?.log_evidence + Sizes::at(&moved, &there)?.log_evidence;
    equal("the log evidence of data from another origin", found, due, slack)
}
