//! Exact counts of what iterations cost, of any implementation that speaks the protocol.
//!
//! The same case is put with `T` and with `2T` iterations, each to a process of its own under valgrind, and the difference over `T` is the cost of an
//! iteration: starting, reading the case and the first E-step are in both and cancel, exactly. The counts of a program that does the same twice are
//! the same to the last digit, whatever else the machine does, so a count needs no samples. valgrind shows a processor of its own without AVX-512: it
//! is the AVX2 path of a program that has several that is counted.

mod total;
mod valgrind;

use serde_json::Value;
use suite::{
    format::{Case, Operation},
    implementation::Response,
};

pub use valgrind::{Counter, version};

/// What iterations cost, each.
#[derive(Clone, Debug, PartialEq)]
pub struct PerIteration {
    /// Instructions, by callgrind.
    pub instructions: f64,
    /// Allocations from the heap, by DHAT.
    pub allocations: f64,
    /// Bytes of those.
    pub allocated_bytes: f64,
    /// What was answered after `2T` iterations, to be checked before anything is counted.
    pub answer: Value,
}

/// Why nothing was counted.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum CountError {
    /// There is no valgrind.
    #[error("valgrind cannot be started: {0}")]
    NoValgrind(String),
    /// The implementation cannot do the case, and says so.
    #[error("unsupported: {0}")]
    Unsupported(String),
    /// It did not answer.
    #[error("{0}")]
    NoAnswer(String),
    /// valgrind did not say what was asked.
    #[error("{tool} counted nothing: {reason}")]
    NoCount {
        /// The tool of valgrind.
        tool: &'static str,
        /// Its last words.
        reason: String,
    },
    /// Stopped from outside.
    #[error("interrupted")]
    Interrupted,
}

/// Counts what an iteration of a case costs, a `trajectory` or a `variational`.
///
/// # Errors
/// When valgrind is not there, or the implementation does not answer.
///
/// # Panics
/// When the case has no iteration.
pub fn per_iteration(counter: &Counter, case: &Case) -> Result<PerIteration, CountError> {
    let once = case.iterations.filter(|&iterations| iterations > 0).expect("iterations are what is counted");
    let [short, long] = [once, 2 * once].map(|iterations| lasting(case, iterations));
    let (few, first) = counter.instructions(&short)?;
    answer(first)?;
    let (many, response) = counter.instructions(&long)?;
    let (little, _) = counter.heap(&short)?;
    let (much, _) = counter.heap(&long)?;
    let each = |less: u64, more: u64| (more as f64 - less as f64) / once as f64;
    Ok(PerIteration {
        instructions: each(few, many),
        allocations: each(little.blocks, much.blocks),
        allocated_bytes: each(little.bytes, much.bytes),
        answer: answer(response)?,
    })
}

/// The case with so many iterations, of which a trajectory records the last one.
#[must_use]
pub fn lasting(case: &Case, iterations: usize) -> Case {
    let record = (case.operation == Operation::Trajectory).then(|| vec![iterations]);
    Case { iterations: Some(iterations), record, ..case.clone() }
}

fn answer(response: Response) -> Result<Value, CountError> {
    match response {
        Response::Ok(answer) => Ok(answer),
        Response::Unsupported(reason) => Err(CountError::Unsupported(reason)),
        Response::Rejected(reason) => Err(CountError::NoAnswer(format!("rejected: {reason}"))),
        Response::Error(reason)
        | Response::Garbled(reason)
        | Response::Crashed(reason)
        | Response::TimedOut(reason) => Err(CountError::NoAnswer(reason)),
    }
}
