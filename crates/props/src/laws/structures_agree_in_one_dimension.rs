//! In one dimension a spherical, a diagonal and a full covariance are one variance: the log evidence and the M-step are the same in all three.
//!
//! A normal-inverse-gamma prior of shape `a` and scale `b` is there the normal-inverse-Wishart prior with `ν = 2a`, `Ψ = 2b`.
//!
//! Rounding: that of either side; a matrix of one entry has the condition 1.

use suite::{
    format::{Case, Structure},
    implementation::Implementation,
};

use crate::{
    ask::{Ask, given, reported},
    generate::Scope,
    law::{Check, Law, equal},
    parameters::{Nested, agree, map},
    slack::{Sizes, of_maximum},
};

/// The law.
pub const LAW: Law = Law {
    name: "structures-agree-in-one-dimension",
    statement: "in one dimension spherical = diagonal = full",
    cases: || Scope::steps().structures(&[Structure::Spherical]).dimensions(1..=1).cases(|problem| problem.maximize()),
    check,
};

fn check(em: &mut dyn Implementation, case: &Case) -> Check {
    let r = given(case.responsibilities.as_ref(), "responsibilities")?;
    let due = em.maximize(case, r)?;
    let joint = reported(em.evaluate(case, &due)?.log_joint, "log_joint")?.0;
    for structure in [Structure::Diagonal, Structure::Full] {
        let Some(nested) = Nested::new(case, structure) else { continue };
        let (other, there) = (nested.of_case(case), nested.of_parameters(&due));
        let slack = map(&of_maximum(&other, r)?, |slack| 2.0 * slack);
        agree(&format!("the parameters, covariance {},", structure.name()), &em.maximize(&other, r)?, &there, &slack)?;
        let found = reported(em.evaluate(&other, &there)?.log_joint, "log_joint")?.0;
        let slack = Sizes::at(case, &due)?.log_joint() + Sizes::at(&other, &there)?.log_joint();
        equal(format_args!("the log joint, covariance {},", structure.name()), found, joint, slack)?;
    }
    Ok(())
}
