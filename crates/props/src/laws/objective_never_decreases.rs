//! `log p(X, θ_{t+1}) >= log p(X, θ_t)`: what EM increases never decreases. Without a prior it is the log evidence.
//!
//! Rounding: that of the log joint on either side, [`Sizes`] at the parameters of each.

use suite::{format::Case, implementation::Implementation};

use crate::{
    ask::{Ask, given, reported},
    generate::Scope,
    law::{Check, Law, at_least, broken},
    slack::Sizes,
};

/// The law.
pub const LAW: Law = Law {
    name: "objective-never-decreases",
    statement: "log p(X, θ_{t+1}) >= log p(X, θ_t)",
    cases: || Scope::steps().cases(|problem| problem.trajectory()),
    check,
};

fn check(em: &mut dyn Implementation, case: &Case) -> Check {
    let (initial, iterations) =
        (given(case.initial.as_ref(), "initial")?, *given(case.iterations.as_ref(), "iterations")?);
    let found = em.trajectory(case, initial, iterations)?;
    let objective = reported(found.log_joint, "log_joint")?;
    let parameters = reported(found.parameters, "parameters")?;
    if objective.len() != iterations + 1 {
        return broken(format_args!("{} log joints are reported where {} are due", objective.len(), iterations + 1));
    }
    for (t, pair) in objective.windows(2).enumerate() {
        let at = |t: usize| Ok(Sizes::at(case, given(parameters.get(&t), "parameters")?)?.log_joint());
        at_least(format_args!("the log joint after iteration {}", t + 1), pair[1].0, pair[0].0, at(t)? + at(t + 1)?)?;
    }
    Ok(())
}
