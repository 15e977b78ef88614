//! `elbo(r^t, q^t) >= elbo(r^{t-1}, q^{t-1})`: coordinate ascent never decreases what it ascends [B10.70].
//!
//! Rounding: an ELBO is added up of log normalisers, expected log densities and an entropy: [`of_bayesian`].

use suite::{format::Case, implementation::Implementation};

use crate::{
    ask::{Ask, given, reported},
    generate::Scope,
    law::{Check, Law, at_least, broken},
    slack::of_bayesian,
};

/// The law.
pub const LAW: Law = Law {
    name: "variational-elbo-never-decreases",
    statement: "the variational ELBO of step t is at least that of step t - 1",
    cases: || Scope::bayesian().cases(|problem| problem.variational()),
    check,
};

fn check(em: &mut dyn Implementation, case: &Case) -> Check {
    let start = given(case.responsibilities.as_ref(), "responsibilities")?;
    let iterations = *given(case.iterations.as_ref(), "iterations")?;
    let elbo = reported(em.variational(case, start, iterations)?.elbo, "elbo")?;
    if elbo.len() != iterations + 1 {
        return broken(format_args!("{} ELBOs are reported where {} are due", elbo.len(), iterations + 1));
    }
    for (t, pair) in elbo.windows(2).enumerate() {
        at_least(format_args!("the ELBO of step {}", t + 1), pair[1].0, pair[0].0, of_bayesian(case))?;
    }
    Ok(())
}
