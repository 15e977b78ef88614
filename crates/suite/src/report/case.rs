//! One case of a report.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    diagnosis::Hint,
    format::{Case, Level, Number, Operation},
    known_failures::{Known, KnownFailures},
    place::Place,
    process::{cut, printable},
    verdict::{Finding, Judged, Outcome},
};

/// What became of a case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CaseReport {
    /// The case's permanent name.
    pub id: String,
    /// `gaussian/full`, `poisson`, ...
    pub family: String,
    /// The operation.
    pub operation: Operation,
    /// The difficulty.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<Level>,
    /// The kinds of defect that the case hunts.
    pub hunts: Vec<String>,
    /// What became of it.
    pub outcome: Outcome,
    /// What was wrong by how much, or why it is unsupported; further lines are details. Empty where it passed.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub message: String,
    /// What the answer is in place of the right one, or how the protocol was broken, where that is recognised.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hints: Vec<Hint>,
    /// Blocks that were compared.
    pub quantities_judged: usize,
    /// The most digits that any block lost against the attainable ones.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub digits_lost: Option<f64>,
    /// Blocks that are not close enough, the earliest iteration and then the greatest loss first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub failed_quantities: Vec<FailedQuantity>,
    /// Quantities that the implementation left out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub not_reported: Vec<String>,
    /// Why it is known to fail.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub known: Option<Known>,
    /// The command that runs it again, where it failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rerun: Option<String>,
    /// How long the answer took. Never written as JSON, which is the same for the same answers.
    #[serde(skip)]
    #[schemars(skip)]
    pub seconds: Option<f64>,
}

/// A block that is not close enough.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FailedQuantity {
    /// What people call it.
    pub quantity: String,
    /// Its place in the result.
    pub place: String,
    /// Its digits.
    pub digits: f64,
    /// The digits that can be attained.
    pub attainable: f64,
    /// The place of its worst entry.
    pub worst_entry: String,
    /// What was reported there.
    pub reported: Number,
    /// What is certified there.
    pub certified: String,
}

impl CaseReport {
    /// The report on a finding.
    #[must_use]
    pub fn new(case: &Case, finding: Finding, known: &KnownFailures, rerun: &dyn Fn(&str) -> String) -> Self {
        let id = case.name().to_owned();
        let is_failure = finding.outcome.is_failure();
        let verdict = finding.verdict;
        Self {
            family: case.family_label(),
            operation: case.operation,
            level: case.level,
            hunts: case.hunts.clone().unwrap_or_default(),
            outcome: finding.outcome,
            message: cut(&printable(&finding.message), 10_000),
            hints: finding.hints.into_iter().map(in_print).collect(),
            quantities_judged: verdict.judged.len(),
            digits_lost: verdict.digits_lost().map(hundredths),
            failed_quantities: verdict.failed().into_iter().map(FailedQuantity::new).collect(),
            not_reported: verdict.not_reported.iter().map(Place::quantity).collect(),
            known: known.covering(&id).filter(|_| is_failure).cloned(),
            rerun: is_failure.then(|| rerun(&id)),
            seconds: finding.seconds,
            id,
        }
    }
}

impl FailedQuantity {
    fn new(judged: &Judged) -> Self {
        Self {
            quantity: judged.place.quantity(),
            place: judged.place.to_string(),
            digits: hundredths(judged.digits),
            attainable: judged.attainable,
            worst_entry: judged.worst.place.to_string(),
            reported: judged.worst.reported.into(),
            certified: judged.worst.certified.clone(),
        }
    }
}

/// A hint whose words cannot steer a terminal: some of them may be an adapter's.
fn in_print(hint: Hint) -> Hint {
    let said = |words: &str| cut(&printable(words), 1000);
    Hint { what: said(&hint.what), here: said(&hint.here), advice: said(&hint.advice) }
}

/// Digits to two decimals: more of them mean nothing, and differ between mathematics libraries.
fn hundredths(digits: f64) -> f64 {
    (digits * 100.0).round() / 100.0
}
