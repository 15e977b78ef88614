//! Coordinate ascent started from the responsibilities where it arrived goes on as if it had not stopped: step 0 sets `q(π), q(θ)` from them, as
//! the step that found them did.
//!
//! Rounding: the responsibilities pass exactly; that of the ELBO on either side, [`of_bayesian`].

use suite::{format::Case, implementation::Implementation};

use crate::{
    ask::{Ask, given, reported},
    generate::Scope,
    law::{Check, Law, broken, equal},
    slack::of_bayesian,
};

/// The law.
pub const LAW: Law = Law {
    name: "variational-steps-compose",
    statement: "variational steps from where t steps arrived are the steps after t",
    cases: || Scope::bayesian().components(2..=3).cases(|problem| problem.variational()),
    check,
};

fn check(em: &mut dyn Implementation, case: &Case) -> Check {
    let start = given(case.responsibilities.as_ref(), "responsibilities")?;
    let whole = reported(em.variational(case, start, 3)?.elbo, "elbo")?;
    let middle = reported(em.variational(case, start, 1)?.responsibilities, "responsibilities")?;
    let rest = reported(em.variational(case, &middle, 2)?.elbo, "elbo")?;
    if (whole.len(), rest.len()) != (4, 3) {
        return broken(format_args!("{} and {} ELBOs are reported where 4 and 3 are due", whole.len(), rest.len()));
    }
    for (t, (found, due)) in rest.iter().zip(&whole[1..]).enumerate() {
        equal(format_args!("the ELBO of step {t} after one step"), found.0, due.0, 2.0 * of_bayesian(case))?;
    }
    Ok(())
}
