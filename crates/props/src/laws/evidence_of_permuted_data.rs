//! The assignments are summed over, so the evidence knows no order of the observations.
//!
//! Rounding: [`of_bayesian`], of both sides.

use suite::{format::Case, implementation::Implementation};

use crate::{
    ask::{Ask, given, observations, with_data},
    generate::Scope,
    law::{Check, Law, equal},
    slack::of_bayesian,
};

/// The law.
pub const LAW: Law = Law {
    name: "evidence-of-permuted-data",
    statement: "the evidence of reversed observations is the evidence",
    cases: || Scope::bayesian().observations(2..=5).cases(|problem| problem.evidence()),
    check,
};

fn check(em: &mut dyn Implementation, case: &Case) -> Check {
    let components = *given(case.components.as_ref(), "components")?;
    let reversed = with_data(case, observations(case).iter().rev().cloned().collect(), None);
    let (found, due) = (em.evidence(&reversed, components)?, em.evidence(case, components)?);
    equal("the log evidence of reversed observations", found, due, 2.0 * of_bayesian(case))
}
