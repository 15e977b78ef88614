//! What a trajectory reports after iteration `t` is what `evaluate` finds at the parameters it returns for `t`: nothing is stale by one.
//!
//! Rounding: the parameters pass through their decimal form exactly, and both sides sum the same terms: `8 ε Σ_n w_n (|log p(x_n|θ)| + 1)`.

use suite::{
    format::{Case, Operation},
    implementation::Implementation,
};

use crate::law::{Law, Outcome, ask_evaluation, ask_trajectory, broken, magnitude, reported};

/// The law.
pub const LAW: Law = Law { name: "reported-at-returned-parameters", operation: Operation::Trajectory, check };

fn check(implementation: &mut dyn Implementation, case: &Case) -> Outcome {
    holds(implementation, case).unwrap_or_else(|outcome| outcome)
}

fn holds(implementation: &mut dyn Implementation, case: &Case) -> Result<Outcome, Outcome> {
    let trajectory = ask_trajectory(implementation, case)?;
    let evidence = reported(trajectory.log_evidence, "log_evidence")?;
    for (t, parameters) in &reported(trajectory.parameters, "parameters")? {
        let evaluation = ask_evaluation(implementation, case, parameters)?;
        let slack = 8.0 * f64::EPSILON * magnitude(&evaluation, case);
        let there = reported(evaluation.log_evidence, "log_evidence")?;
        // Written so that a NaN breaks it.
        let holds = (there.0 - evidence[*t].0).abs() <= slack;
        if !holds {
            let message = format!("the log evidence of iteration {t} is {}, at its parameters {there}", evidence[*t]);
            return Ok(broken(message));
        }
    }
    Ok(Outcome::Holds)
}
