//! `elbo(r^t, q^t) <= log p(X)`, the evidence by enumeration of all assignments; with one component the two are equal, since then the exact
//! posterior is among those that are searched.
//!
//! Rounding: as of the ELBO, [`of_bayesian`]. The log of a sum of `K^N` positive terms is right to a few ulps of the largest of their logarithms.

use suite::{format::Case, implementation::Implementation};

use crate::{
    ask::{Ask, given, reported},
    generate::Scope,
    law::{Check, Law, at_most, equal},
    slack::of_bayesian,
};

/// The law.
pub const LAW: Law = Law {
    name: "variational-elbo-below-evidence",
    statement: "the variational ELBO <= log p(X), with equality at K = 1",
    cases: || Scope::bayesian().cases(|problem| problem.variational()),
    check,
};

fn check(em: &mut dyn Implementation, case: &Case) -> Check {
    let start = given(case.responsibilities.as_ref(), "responsibilities")?;
    let iterations = *given(case.iterations.as_ref(), "iterations")?;
    let components = start.first().map_or(0, Vec::len);
    let elbo = reported(em.variational(case, start, iterations)?.elbo, "elbo")?;
    let evidence = em.evidence(case, components)?;
    for (t, elbo) in elbo.iter().enumerate() {
        let what = format_args!("the ELBO of step {t}");
        match components {
            1 => equal(what, elbo.0, evidence, of_bayesian(case))?,
            _ => at_most(what, elbo.0, evidence, of_bayesian(case))?,
        }
    }
    Ok(())
}
