//! The maximum-likelihood M-step moves with Gaussian data: of `s x + c` it finds `s μ + c` and `s² Σ`. The identity covariance moves with no
//! unit, but with the origin.
//!
//! Rounding: that of the M-step on the moved data, twice; the moved data are rounded, an ulp each.

use suite::{
    format::{Case, Family},
    implementation::Implementation,
};

use crate::{
    ask::{Ask, given},
    generate::{Priors, Scope},
    law::{Check, Law},
    parameters::{Affine, agree, map},
    slack::of_maximum,
};

/// The law.
pub const LAW: Law = Law {
    name: "m-step-moves-with-data",
    statement: "the M-step of s x + c finds s μ + c and s² Σ",
    cases: || Scope::steps().families(&[Family::Gaussian]).priors(Priors::None).cases(|problem| problem.maximize()),
    check,
};

fn check(em: &mut dyn Implementation, case: &Case) -> Check {
    let r = given(case.responsibilities.as_ref(), "responsibilities")?;
    for affine in [Affine::scaling(0.125), Affine::translation(64.0)] {
        let moved = affine.of_case(case);
        let (found, due) = (em.maximize(&moved, r)?, affine.of_parameters(&em.maximize(case, r)?));
        let slack = map(&of_maximum(&moved, r)?, |slack| 2.0 * slack);
        agree("the parameters from moved data", &found, &due, &slack)?;
    }
    Ok(())
}
