//! What a trajectory reports after iteration `t` is what `evaluate` finds at the parameters it returns for `t`: nothing is stale by one.
//!
//! Rounding: the parameters pass through their decimal form exactly; that of both sides.

use suite::{format::Case, implementation::Implementation};

use crate::{
    ask::{Ask, given, reported},
    generate::Scope,
    law::{Check, Law, broken, equal},
    slack::Sizes,
};

/// The law.
pub const LAW: Law = Law {
    name: "reported-at-returned-parameters",
    statement: "what is reported after iteration t is what evaluate finds at the parameters of t",
    cases: || Scope::steps().cases(|problem| problem.trajectory()),
    check,
};

fn check(em: &mut dyn Implementation, case: &Case) -> Check {
    let (initial, iterations) =
        (given(case.initial.as_ref(), "initial")?, *given(case.iterations.as_ref(), "iterations")?);
    let found = em.trajectory(case, initial, iterations)?;
    let [evidence, joint] = [reported(found.log_evidence, "log_evidence")?, reported(found.log_joint, "log_joint")?];
    for (t, parameters) in &reported(found.parameters, "parameters")? {
        let sizes = Sizes::at(case, parameters)?;
        let there = em.evaluate(case, parameters)?;
        let (Some(evidence), Some(joint)) = (evidence.get(*t), joint.get(*t)) else {
            return broken(format_args!("iteration {t} has parameters, but no objective"));
        };
        let due = [reported(there.log_evidence, "log_evidence")?.0, reported(there.log_joint, "log_joint")?.0];
        equal(format_args!("the log evidence of iteration {t}"), evidence.0, due[0], 2.0 * sizes.log_evidence)?;
        equal(format_args!("the log joint of iteration {t}"), joint.0, due[1], 2.0 * sizes.log_joint())?;
    }
    Ok(())
}
