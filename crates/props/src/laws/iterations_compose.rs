//! `T` iterations from where `S` iterations arrived are `S + T` iterations.
//!
//! Rounding: the parameters pass through their decimal form exactly, so the second half repeats the same operations on the same numbers; an
//! implementation may keep more than it reports, hence `16 ε Σ_n w_n (|log p(x_n|θ)| + 1)` for the objective.

use suite::{
    format::{Case, Operation},
    implementation::Implementation,
};

use crate::law::{Law, Outcome, ask_evaluation, ask_trajectory, broken, magnitude, reported};

/// The law.
pub const LAW: Law = Law { name: "iterations-compose", operation: Operation::Trajectory, check };

fn check(implementation: &mut dyn Implementation, case: &Case) -> Outcome {
    holds(implementation, case).unwrap_or_else(|outcome| outcome)
}

fn holds(implementation: &mut dyn Implementation, case: &Case) -> Result<Outcome, Outcome> {
    let iterations = case.iterations.unwrap_or(0);
    let half = iterations / 2;
    let first = Case { iterations: Some(half), record: Some(vec![half]), ..case.clone() };
    let mut arrived = reported(ask_trajectory(implementation, &first)?.parameters, "parameters")?;
    let middle = reported(arrived.remove(&half), "parameters")?;
    let slack = 16.0 * f64::EPSILON * magnitude(&ask_evaluation(implementation, case, &middle)?, case);
    let second =
        Case { initial: Some(middle), iterations: Some(iterations - half), record: Some(vec![]), ..case.clone() };
    let composed = reported(ask_trajectory(implementation, &second)?.log_evidence, "log_evidence")?;
    let whole = reported(ask_trajectory(implementation, case)?.log_evidence, "log_evidence")?;
    let (composed, whole) = (composed[iterations - half].0, whole[iterations].0);
    if (composed - whole).abs() <= slack {
        Ok(Outcome::Holds)
    } else {
        Ok(broken(format!(
            "{half} and {} iterations arrive at {composed:?}, {iterations} at {whole:?}",
            iterations - half
        )))
    }
}
