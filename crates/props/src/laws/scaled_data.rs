//! Gaussian data in another unit: with `x -> s x`, `μ -> s μ`, `Σ -> s² Σ` the log evidence changes by exactly `-W D log s`, and the
//! responsibilities do not.
//!
//! Rounding: `s` is a power of two, so that every scaled number is exact; that of both sides and of the change.

use suite::{
    format::{Case, Structure},
    implementation::Implementation,
};

use crate::{
    ask::{Ask, given, reported, weights},
    generate::{Priors, Scope},
    law::{Check, Law, equal},
    parameters::Affine,
    slack::Sizes,
};

/// The law.
pub const LAW: Law = Law {
    name: "scaled-data",
    statement: "x -> s x changes the log evidence by -W D log s",
    cases: || {
        Scope::parameters()
            .structures(&[Structure::Spherical, Structure::Diagonal, Structure::Full, Structure::Tied])
            .priors(Priors::None)
            .cases(|problem| problem.evaluate())
    },
    check,
};

fn check(em: &mut dyn Implementation, case: &Case) -> Check {
    let parameters = given(case.parameters.as_ref(), "parameters")?;
    let affine = Affine::scaling(0.03125);
    let scaled = affine.of_case(case);
    let found = em.evaluate(&scaled, &affine.of_parameters(parameters))?.log_evidence;
    let due = em.evaluate(case, parameters)?.log_evidence;
    let (found, due) = (reported(found, "log_evidence")?.0, reported(due, "log_evidence")?.0);
    let change = affine.log_evidence(case, weights(case).iter().sum());
    let slack = 2.0 * Sizes::at(case, parameters)?.log_evidence + 8.0 * f64::EPSILON * (change.abs() + 1.0);
    equal("the log evidence of data in another unit", found, due + change, slack)
}
