//! A `fit` reports the log evidence and the log joint at the parameters it returns, after no more iterations than it was allowed, and where it says
//! that it converged it stopped at the first iteration whose relative change of the log joint is at most the tolerance: the trajectory of as many
//! iterations has such a change at its end, and a greater one before.
//!
//! Rounding: that of the log joint on either side. Whether the change is taken relative to the log joint before or after is no matter of this law: a
//! factor of 2 is allowed either way.

use suite::{format::Case, implementation::Implementation};

use crate::{
    ask::{Ask, given, reported},
    generate::{Corner, Priors, Scope},
    law::{Check, Law, at_least, at_most, broken, equal},
    slack::Sizes,
};

/// The law.
pub const LAW: Law = Law {
    name: "fit-stops-where-its-rule-says",
    statement: "a fit reports the objective at its parameters, and stops at the first change below the tolerance",
    cases: || Scope::steps().corners(&[Corner::Plain]).priors(Priors::Both).cases(|problem| problem.fit()),
    check,
};

fn check(em: &mut dyn Implementation, case: &Case) -> Check {
    let (initial, most) =
        (given(case.initial.as_ref(), "initial")?, *given(case.max_iterations.as_ref(), "max_iterations")?);
    let tolerance = given(case.tolerance.as_ref(), "tolerance")?.0;
    let found = em.fit(case)?;
    let parameters = reported(found.parameters, "parameters")?;
    let there = em.evaluate(case, &parameters)?;
    let slack = 2.0 * Sizes::at(case, &parameters)?.log_joint();
    let (joint, due) = (reported(found.log_joint, "log_joint")?.0, reported(there.log_joint, "log_joint")?.0);
    equal("the log joint of the fit", joint, due, slack)?;
    let iterations = reported(found.iterations, "iterations")?;
    at_most("the number of iterations", iterations as f64, most as f64, 0.0)?;
    if !reported(found.converged, "converged")? {
        return equal("the number of iterations without convergence", iterations as f64, most as f64, 0.0);
    }
    let trace = reported(em.trajectory(case, initial, iterations)?.log_joint, "log_joint")?;
    if iterations == 0 || trace.len() != iterations + 1 {
        return broken(format_args!("{iterations} iterations have {} log joints", trace.len()));
    }
    let change = |t: usize| (trace[t].0 - trace[t - 1].0).abs();
    at_most("the last change of the log joint", change(iterations), 2.0 * tolerance * joint.abs(), 2.0 * slack)?;
    if iterations > 1 {
        let due = tolerance * joint.abs() / 2.0;
        at_least("the change of the log joint before the last", change(iterations - 1), due, 2.0 * slack)?;
    }
    Ok(())
}
