//! Whether an answer is right: by a committed answer, or by the certified values of a golden case.

use std::fmt;

use suite::{
    format::{Case, Precision},
    implementation::Response,
    runner::Prepared,
    verdict::{Outcome, SLACK, Settings, conclude},
};

use crate::{
    answer::Answer,
    contestant::{Contestant, complaint},
};

/// What a right answer is.
#[derive(Debug)]
pub enum Truth {
    /// The answer of a workload, or where there is none the reference's of the same day.
    Answer(Answer),
    /// The certified values of a golden case.
    Certified(Box<Prepared>),
}

/// Why a time does not count.
#[derive(Clone, Debug, PartialEq)]
pub enum Fault {
    /// It has no such feature.
    Unsupported(String),
    /// Its answer has too few digits.
    Wrong {
        /// As many as it has.
        digits: f64,
        /// As many as it must have.
        required: f64,
    },
    /// It gave no answer that could be checked, or no time that could be counted.
    Failed(String),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unsupported(reason) => write!(f, "unsupported: {reason}"),
            Self::Wrong { digits, required } => {
                write!(f, "wrong answer: {digits:.1} digits where {required:.1} are due; its time is not counted")
            }
            Self::Failed(reason) => f.write_str(reason),
        }
    }
}

impl Truth {
    /// Puts the question and gives the digits of the answer.
    ///
    /// # Errors
    /// Why the time of whoever was asked does not count.
    pub fn check(&self, contestant: &mut dyn Contestant, case: &Case) -> Result<f64, Fault> {
        match (self, contestant.answer(case)) {
            (_, Response::Unsupported(reason)) => Err(Fault::Unsupported(reason)),
            (Self::Answer(answer), Response::Ok(reply)) => {
                let digits = answer.digits(&reply).map_err(Fault::Failed)?;
                let required = answer.required_digits;
                if digits < required { Err(Fault::Wrong { digits, required }) } else { Ok(digits) }
            }
            (Self::Certified(prepared), response @ Response::Ok(_)) => by_certified(prepared, &response),
            (_, other) => Err(Fault::Failed(complaint(&other))),
        }
    }

    /// Where the truth comes from.
    #[must_use]
    pub fn source(&self) -> String {
        match self {
            Self::Certified(_) => "certified values".to_owned(),
            Self::Answer(answer) => match &answer.confirmed_by {
                Some(other) => format!("the answer of {}, confirmed by {other}", answer.answered_by),
                None => format!("the answer of {}, which nobody has confirmed", answer.answered_by),
            },
        }
    }
}

/// The precision is everybody's, whatever an implementation says of its own: a time is compared with the others'.
fn by_certified(prepared: &Prepared, response: &Response) -> Result<f64, Fault> {
    let settings = Settings { slack: SLACK, precision: Precision::Binary64 };
    let finding = conclude(prepared.expected.as_ref(), response, settings)
        .map_err(|error| Fault::Failed(format!("the suite is broken: {error}")))?;
    let digits = finding.verdict.judged.iter().map(|judged| judged.digits).fold(f64::INFINITY, f64::min);
    if finding.outcome == Outcome::Passed {
        return Ok(digits);
    }
    let message = finding.message.lines().next().unwrap_or_default();
    Err(Fault::Failed(format!("wrong answer: {message}; its time is not counted")))
}
