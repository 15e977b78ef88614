//! `log p(X, θ_{t+1}) >= log p(X, θ_t)`: what EM increases never decreases.
//!
//! Rounding: each of the `N` terms that are summed is right to a few ulp of itself or of 1, whichever is larger (it is a sum of parts of
//! about that size for data within some standard deviations), so either side is right to `4 ε Σ_n w_n (|log p(x_n|θ)| + 1)`.

use suite::{
    format::{Case, Operation},
    implementation::Implementation,
};

use crate::law::{Law, Outcome, ask_evaluation, ask_trajectory, broken, magnitude, reported};

/// The law.
pub const LAW: Law = Law { name: "objective-never-decreases", operation: Operation::Trajectory, check };

fn check(implementation: &mut dyn Implementation, case: &Case) -> Outcome {
    holds(implementation, case).unwrap_or_else(|outcome| outcome)
}

fn holds(implementation: &mut dyn Implementation, case: &Case) -> Result<Outcome, Outcome> {
    let initial = reported(case.initial.as_ref(), "initial")?;
    let slack = 8.0 * f64::EPSILON * magnitude(&ask_evaluation(implementation, case, initial)?, case);
    let objective = reported(ask_trajectory(implementation, case)?.log_joint, "log_joint")?;
    for (t, pair) in objective.windows(2).enumerate() {
        // Written so that a NaN breaks it.
        let holds = pair[1].0 >= pair[0].0 - slack;
        if !holds {
            let message = format!("the log joint falls from {} to {} in iteration {}", pair[0], pair[1], t + 1);
            return Ok(broken(message));
        }
    }
    Ok(Outcome::Holds)
}
