//! `Σ_k r_nk = 1` and `r_nk >= 0` after any number of steps.
//!
//! Rounding: as of `responsibilities-sum-to-one`, the expected log densities being as large as the ELBO's parts.

use suite::{format::Case, implementation::Implementation};

use crate::{
    ask::{Ask, given, reported},
    generate::Scope,
    law::{Check, Law, at_least, equal},
    slack::of_bayesian,
};

/// The law.
pub const LAW: Law = Law {
    name: "variational-responsibilities-sum-to-one",
    statement: "variational responsibilities are on the simplex",
    cases: || Scope::bayesian().cases(|problem| problem.variational()),
    check,
};

fn check(em: &mut dyn Implementation, case: &Case) -> Check {
    let start = given(case.responsibilities.as_ref(), "responsibilities")?;
    let found = reported(em.variational(case, start, 2)?.responsibilities, "responsibilities")?;
    for (n, row) in found.iter().enumerate() {
        for (k, r) in row.iter().enumerate() {
            at_least(format_args!("the responsibility [{n}][{k}]"), r.0, 0.0, 0.0)?;
        }
        let total = row.iter().map(|r| r.0).sum();
        equal(format_args!("the sum of the responsibilities of observation {n}"), total, 1.0, of_bayesian(case))?;
    }
    Ok(())
}
