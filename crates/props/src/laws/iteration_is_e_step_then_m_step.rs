//! One iteration is an E-step and an M-step: where a trajectory arrives after one iteration, the ELBO of the responsibilities of its start is as
//! great as at the maximiser of that ELBO.
//!
//! Rounding: that of the bound. The ELBO is compared and not the parameters, since it is flat at its maximum: responsibilities that differ in their
//! last digits move it by the square of that.

use suite::{format::Case, implementation::Implementation};

use crate::{
    ask::{Ask, given, reported, weights},
    generate::Scope,
    law::{Check, Law, Stop, equal},
    slack::Sizes,
};

/// The law.
pub const LAW: Law = Law {
    name: "iteration-is-e-step-then-m-step",
    statement: "where one iteration arrives the ELBO of the first responsibilities is at its maximum",
    cases: || Scope::steps().cases(|problem| problem.trajectory()),
    check,
};

fn check(em: &mut dyn Implementation, case: &Case) -> Check {
    let initial = given(case.initial.as_ref(), "initial")?;
    let r = reported(em.evaluate(case, initial)?.responsibilities, "responsibilities")?;
    if (0..initial.weights.len()).any(|k| r.iter().zip(weights(case)).all(|(row, weight)| weight * row[k].0 == 0.0)) {
        return Err(Stop::Inapplicable("a component is empty, and keeps its parameters".to_owned()));
    }
    let arrived = reported(em.trajectory(case, initial, 1)?.parameters, "parameters")?;
    let arrived = reported(arrived.get(&1), "parameters after iteration 1")?;
    let best = em.maximize(case, &r)?;
    let (found, due) = (em.bound(case, arrived, &r)?.elbo, em.bound(case, &best, &r)?.elbo);
    let slack = 2.0 * (Sizes::at(case, arrived)?.bound(&r) + Sizes::at(case, &best)?.bound(&r));
    equal("the ELBO where one iteration arrives", reported(found, "elbo")?.0, reported(due, "elbo")?.0, slack)
}
