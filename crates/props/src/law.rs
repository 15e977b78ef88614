//! What a law is, and what can come of trying one.

use suite::{
    format::{
        Bound, Case, Divergence, Evaluation, Evidence, Maximum, Number, Operation, Parameters, Q, Rows, Trajectory,
        Variational,
    },
    implementation::{Implementation, Response},
};

/// A law that was broken, with the numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct Violation {
    /// What was found, in one sentence.
    pub message: String,
}

/// What came of trying a law on one case.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// It holds.
    Holds,
    /// The implementation cannot express it.
    Unsupported(String),
    /// It is broken.
    Broken(Violation),
}

/// One law.
#[derive(Clone, Copy)]
pub struct Law {
    /// Its permanent name.
    pub name: &'static str,
    /// The operation of the cases that it is tried with, as [`cases_of`](crate::generate::cases_of) makes them.
    pub operation: Operation,
    /// Tries it on an implementation with such a case, data inline.
    pub check: fn(&mut dyn Implementation, &Case) -> Outcome,
}

/// Why a question has no answer to reason with.
pub(crate) fn no_answer(response: Response) -> Outcome {
    match response {
        Response::Unsupported(reason) => Outcome::Unsupported(reason),
        other => broken(format!("a sound model has no answer: {other:?}")),
    }
}

pub(crate) fn broken(message: String) -> Outcome {
    Outcome::Broken(Violation { message })
}

/// The answer to a `trajectory` case.
pub(crate) fn ask_trajectory(implementation: &mut dyn Implementation, case: &Case) -> Result<Trajectory, Outcome> {
    answer(implementation.run(case))
}

/// The answer to `evaluate` at some parameters, on the data and prior of a case.
pub(crate) fn ask_evaluation(
    implementation: &mut dyn Implementation,
    case: &Case,
    parameters: &Parameters,
) -> Result<Evaluation, Outcome> {
    let question = Case {
        operation: Operation::Evaluate,
        parameters: Some(parameters.clone()),
        initial: None,
        iterations: None,
        record: None,
        q: None,
        ..case.clone()
    };
    answer(implementation.run(&question))
}

/// The answer to a `bound` case with another `q`.
pub(crate) fn ask_bound(implementation: &mut dyn Implementation, case: &Case, q: &Rows) -> Result<Bound, Outcome> {
    answer(implementation.run(&Case { q: Some(Q::Rows(q.clone())), ..case.clone() }))
}

/// The answer to a `maximize` case.
pub(crate) fn ask_maximum(implementation: &mut dyn Implementation, case: &Case) -> Result<Maximum, Outcome> {
    answer(implementation.run(case))
}

/// The answer to a `variational` case.
pub(crate) fn ask_variational(implementation: &mut dyn Implementation, case: &Case) -> Result<Variational, Outcome> {
    answer(implementation.run(case))
}

/// The evidence of the mixture of a `variational` case.
pub(crate) fn ask_evidence(implementation: &mut dyn Implementation, case: &Case) -> Result<Evidence, Outcome> {
    let components = case.responsibilities.iter().flatten().next().map(Vec::len);
    let operation = Operation::Evidence;
    let question = Case { operation, components, responsibilities: None, iterations: None, ..case.clone() };
    answer(implementation.run(&question))
}

/// The answer to a `divergence` case.
pub(crate) fn ask_divergence(implementation: &mut dyn Implementation, case: &Case) -> Result<Divergence, Outcome> {
    answer(implementation.run(case))
}

fn answer<T: serde::de::DeserializeOwned>(response: Response) -> Result<T, Outcome> {
    match response {
        Response::Ok(value) => {
            serde_json::from_value(value).map_err(|error| broken(format!("the answer cannot be read: {error}")))
        }
        other => Err(no_answer(other)),
    }
}

/// A field of an answer; one that was not reported is not supported.
pub(crate) fn reported<T>(field: Option<T>, name: &str) -> Result<T, Outcome> {
    field.ok_or_else(|| Outcome::Unsupported(format!("`{name}` is not reported")))
}

/// The sum of the magnitudes that were added up to an objective: `Σ_n w_n |log p(x_n|θ)|`, one unit in the last place for each term.
pub(crate) fn magnitude(evaluation: &Evaluation, case: &Case) -> f64 {
    let weights = case.data.as_ref().and_then(|data| data.weights.clone());
    let weight = |n: usize| match &weights {
        Some(suite::format::Weights::Values(values)) => values[n].0,
        _ => 1.0,
    };
    let terms = evaluation.log_evidence_terms.iter().flatten().enumerate();
    terms.map(|(n, Number(term))| weight(n) * (term.abs() + 1.0)).sum()
}
