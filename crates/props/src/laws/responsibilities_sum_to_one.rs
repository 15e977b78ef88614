//! `Σ_k r_nk = 1` and `r_nk >= 0` for every observation.
//!
//! Rounding: `K` quotients, each right to an ulp or two of itself, sum to 1 within `(K + 2) ε`.

use suite::{
    format::{Case, Operation},
    implementation::Implementation,
};

use crate::law::{Law, Outcome, ask_evaluation, broken, reported};

/// The law.
pub const LAW: Law = Law { name: "responsibilities-sum-to-one", operation: Operation::Trajectory, check };

fn check(implementation: &mut dyn Implementation, case: &Case) -> Outcome {
    holds(implementation, case).unwrap_or_else(|outcome| outcome)
}

fn holds(implementation: &mut dyn Implementation, case: &Case) -> Result<Outcome, Outcome> {
    let initial = reported(case.initial.as_ref(), "initial")?;
    let evaluation = ask_evaluation(implementation, case, initial)?;
    for (n, row) in reported(evaluation.responsibilities, "responsibilities")?.iter().enumerate() {
        let total: f64 = row.iter().map(|r| r.0).sum();
        let slack = (row.len() as f64 + 2.0) * f64::EPSILON;
        if !((total - 1.0).abs() <= slack && row.iter().all(|r| r.0 >= 0.0)) {
            return Ok(broken(format!("the responsibilities of observation {n} sum to {total:?}")));
        }
    }
    Ok(Outcome::Holds)
}
