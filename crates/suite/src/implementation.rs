//! The one door through which the referee questions an implementation: ours in process, everybody's by the protocol.

use serde_json::Value;

use crate::{
    diagnosis::Hint,
    format::{Case, Description},
};

/// What came of one request.
#[derive(Clone, Debug, PartialEq)]
pub enum Response {
    /// The operation's result, as the formats write it.
    Ok(Value),
    /// It has no such feature.
    Unsupported(String),
    /// It refused the input.
    Rejected(String),
    /// It tried and failed.
    Error(String),
    /// It did not keep to the protocol: no JSON, a wrong id, too long a reply.
    Garbled(String),
    /// Its process died.
    Crashed(String),
    /// It did not answer within the time limit.
    TimedOut(String),
}

/// An EM implementation under test.
pub trait Implementation: Send {
    /// What it says of itself.
    fn description(&self) -> &Description;

    /// Puts one resolved case to it.
    fn run(&mut self, case: &Case) -> Response;

    /// What was found out about the last response beside it: how it broke the protocol, and what to do about that.
    fn advice(&mut self) -> Vec<Hint> {
        Vec::new()
    }
}
