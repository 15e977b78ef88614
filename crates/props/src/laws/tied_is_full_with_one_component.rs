//! With one component the tied covariance is that component's full one: the log joint and the M-step are the same, with a prior and without.
//!
//! Rounding: that of either side.

use suite::{
    format::{Case, Model, Parameters, Structure, Tensor},
    implementation::Implementation,
};

use crate::{
    ask::{Ask, given, reported},
    generate::Scope,
    law::{Check, Law, equal},
    parameters::{agree, map},
    slack::{Sizes, of_maximum},
};

/// The law.
pub const LAW: Law = Law {
    name: "tied-is-full-with-one-component",
    statement: "at K = 1 tied = full",
    cases: || Scope::steps().structures(&[Structure::Tied]).components(1..=1).cases(|problem| problem.maximize()),
    check,
};

fn check(em: &mut dyn Implementation, case: &Case) -> Check {
    let r = given(case.responsibilities.as_ref(), "responsibilities")?;
    let model = case.model.clone().map(|model| Model { covariance: Some(Structure::Full), ..model });
    let full = Case { model, ..case.clone() };
    let (found, due) = (em.maximize(&full, r)?, as_full(&em.maximize(case, r)?));
    let slack = map(&of_maximum(&full, r)?, |slack| 2.0 * slack);
    agree("the parameters, covariance full,", &found, &due, &slack)?;
    let tied = Parameters { covariance: shared(&due), ..without_own(&due) };
    let (of_full, of_tied) = (em.evaluate(&full, &due)?.log_joint, em.evaluate(case, &tied)?.log_joint);
    let (of_full, of_tied) = (reported(of_full, "log_joint")?.0, reported(of_tied, "log_joint")?.0);
    equal("the log joint, covariance full,", of_full, of_tied, 2.0 * Sizes::at(&full, &due)?.log_joint())
}

/// The shared covariance as the only component's own.
fn as_full(tied: &Parameters) -> Parameters {
    let mut full = Parameters { covariance: None, ..tied.clone() };
    full.components[0].covariance = tied.covariance.clone().map(Tensor::Matrix);
    full
}

fn shared(full: &Parameters) -> Option<suite::format::Rows> {
    match &full.components[0].covariance {
        Some(Tensor::Matrix(rows)) => Some(rows.clone()),
        _ => None,
    }
}

fn without_own(full: &Parameters) -> Parameters {
    let mut without = full.clone();
    without.components[0].covariance = None;
    without
}
