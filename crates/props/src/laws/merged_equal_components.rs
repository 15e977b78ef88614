//! Equal components can be merged: a mixture of `K` times the same component is that component alone, whatever the mixing weights.
//!
//! Rounding: that of both sides; mixing weights whose sum is an ulp from 1 are used normalised.

use suite::{
    format::{Case, Number},
    implementation::Implementation,
};

use crate::{
    ask::{Ask, given, reported},
    generate::{Corner, Priors, Scope},
    law::{Check, Law, equal},
    parameters::reordered,
    slack::Sizes,
};

/// The law.
pub const LAW: Law = Law {
    name: "merged-equal-components",
    statement: "K equal components are one",
    cases: || {
        Scope::parameters()
            .priors(Priors::None)
            .components(2..=3)
            .corners(&[Corner::EqualComponents])
            .cases(|problem| problem.evaluate())
    },
    check,
};

fn check(em: &mut dyn Implementation, case: &Case) -> Check {
    let parameters = given(case.parameters.as_ref(), "parameters")?;
    let mut alone = reordered(parameters, &[0]);
    alone.weights = vec![Number(1.0)];
    let (found, due) = (em.evaluate(case, parameters)?.log_evidence, em.evaluate(case, &alone)?.log_evidence);
    let (found, due) = (reported(found, "log_evidence")?.0, reported(due, "log_evidence")?.0);
    equal("the log evidence of equal components", found, due, 2.0 * Sizes::at(case, parameters)?.log_evidence)
}
