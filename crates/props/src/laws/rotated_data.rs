//! Gaussian data in a rotated frame: with `x -> Q x`, `μ -> Q μ`, `Σ -> Q Σ Qᵀ` nothing changes, where the structure has no axes of its own.
//!
//! Rounding: that of either side, in which an ulp of `x` is one of its length; rotated numbers are rounded once more.

use suite::{
    format::{Case, Structure},
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
    name: "rotated-data",
    statement: "x -> Q x with μ -> Q μ, Σ -> Q Σ Qᵀ changes nothing",
    cases: || {
        Scope::parameters()
            .structures(&[Structure::Identity, Structure::Spherical, Structure::Full, Structure::Tied])
            .priors(Priors::None)
            .dimensions(2..=3)
            .cases(|problem| problem.evaluate())
    },
    check,
};

fn check(em: &mut dyn Implementation, case: &Case) -> Check {
    let parameters = given(case.parameters.as_ref(), "parameters")?;
    let affine = Affine::rotation([0.6, 0.8]);
    let (moved, there) = (affine.of_case(case), affine.of_parameters(parameters));
    let found = reported(em.evaluate(&moved, &there)?.log_evidence, "log_evidence")?.0;
    let due = reported(em.evaluate(case, parameters)?.log_evidence, "log_evidence")?.0;
    let slack = 2.0 * (Sizes::at(case, parameters)?.log_evidence + Sizes::at(&moved, &there)?.log_evidence);
    equal("the log evidence of rotated data", found, due, slack)
}
