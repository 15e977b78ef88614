//! Listens to the answers of an implementation, to draw those that fail.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    thread::{self, ThreadId},
};

use serde_json::Value;
use suite::{
    format::{Case, Description, Operation, Precision},
    implementation::{Implementation, Response},
};

/// The last answer that each thread of a run heard.
#[derive(Clone, Default)]
pub struct Hearing(Arc<Mutex<HashMap<ThreadId, (Precision, Value)>>>);

impl Hearing {
    /// Listens to an implementation.
    pub fn of(&self, inner: Box<dyn Implementation>) -> Box<dyn Implementation> {
        Box::new(Heard { inner, hearing: self.clone() })
    }

    /// The answer to the last case that this thread put, where it may be drawn.
    pub fn take(&self) -> Option<(Precision, Value)> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&thread::current().id())
    }

    fn keep(&self, answer: Option<(Precision, Value)>) {
        let mut answers = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match answer {
            Some(answer) => answers.insert(thread::current().id(), answer),
            None => answers.remove(&thread::current().id()),
        };
    }
}

struct Heard {
    inner: Box<dyn Implementation>,
    hearing: Hearing,
}

impl Implementation for Heard {
    fn description(&self) -> &Description {
        self.inner.description()
    }

    fn run(&mut self, case: &Case) -> Response {
        let response = self.inner.run(case);
        let by_iteration = matches!(case.operation, Operation::Trajectory | Operation::Variational);
        self.hearing.keep(match &response {
            Response::Ok(answer) if by_iteration => Some((self.inner.description().precision, answer.clone())),
            _ => None,
        });
        response
    }
}
