//! The objective by iteration, as reported and as certified, of a case that has one.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use suite::{
    expected::{Expected, Measured},
    format::{Number, Operation, Precision},
    place::{Place, Step},
    runner::Prepared,
    verdict::{Judged, Verdict},
};

/// What is drawn of a case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Trace {
    /// `log joint`, `log evidence` or `ELBO`.
    pub objective: String,
    /// One an iteration, from the start.
    pub points: Vec<Point>,
    /// The parameters at the iterations at which they were asked for.
    #[serde(default)]
    pub parameters: Vec<ParameterDigits>,
}

/// The objective at one iteration.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// As it was reported.
    pub reported: Number,
    /// As it is certified.
    pub certified: Number,
    /// The digits of the reported one; none where it was not compared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub digits: Option<f64>,
    /// The digits that can be attained.
    pub attainable: f64,
}

/// The parameters at one iteration: the block that lost most.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ParameterDigits {
    /// The iteration.
    pub iteration: usize,
    /// Its digits.
    pub digits: f64,
    /// The digits that can be attained.
    pub attainable: f64,
}

impl Trace {
    /// The trace of an answer; `None` where the case has no iterations, or the answer has no list of as many numbers as it should.
    #[must_use]
    pub fn of(prepared: &Prepared, result: &Value, verdict: &Verdict, precision: Precision) -> Option<Self> {
        let keys: &[&str] = match prepared.case.operation {
            Operation::Trajectory => &["log_joint", "log_evidence"],
            Operation::Variational => &["elbo"],
            _ => return None,
        };
        let expected = prepared.expected.as_ref()?;
        let key = keys.iter().find(|key| result.get(**key).is_some_and(Value::is_array))?;
        let points = points(key, expected, result, verdict, precision)?;
        let objective = if *key == "elbo" { "ELBO".to_owned() } else { key.replace('_', " ") };
        Some(Self { objective, points, parameters: parameters(verdict) })
    }
}

fn points(
    key: &str,
    expected: &Expected,
    result: &Value,
    verdict: &Verdict,
    precision: Precision,
) -> Option<Vec<Point>> {
    let all = expected.quantities(precision).ok()?.numbers(&Place::default());
    let certified: Vec<(usize, &Measured)> =
        all.iter().filter_map(|number| Some((index_below(key, &number.place)?, number))).collect();
    let reported: Vec<Number> = serde_json::from_value(result.get(key)?.clone()).ok()?;
    if reported.len() != certified.len() || reported.is_empty() {
        return None;
    }
    let digits = |index: usize| {
        let judged = verdict.judged.iter().find(|judged| index_below(key, &judged.place) == Some(index))?;
        Some(hundredths(judged.digits))
    };
    let point = |(index, measured): (usize, &Measured)| {
        let certified = Number(measured.certified.nearest());
        Some(Point {
            reported: *reported.get(index)?,
            certified,
            digits: digits(index),
            attainable: hundredths(measured.attainable),
        })
    };
    certified.into_iter().map(point).collect()
}

/// The index of a place that is an entry of a list.
fn index_below(key: &str, place: &Place) -> Option<usize> {
    match place.steps() {
        [Step::Key(found), Step::Index(index)] if found == key => Some(*index),
        _ => None,
    }
}

/// Of each iteration, the block of parameters that lost most.
fn parameters(verdict: &Verdict) -> Vec<ParameterDigits> {
    let is_parameter = |judged: &&Judged| matches!(judged.place.steps(), [Step::Key(key), ..] if key == "parameters");
    let mut worst: std::collections::BTreeMap<usize, &Judged> = std::collections::BTreeMap::new();
    for judged in verdict.judged.iter().filter(is_parameter) {
        let Some(iteration) = judged.place.iteration() else { continue };
        let kept = worst.entry(iteration).or_insert(judged);
        if judged.digits_lost() > kept.digits_lost() {
            *kept = judged;
        }
    }
    let digits = |(iteration, judged): (usize, &Judged)| ParameterDigits {
        iteration,
        digits: hundredths(judged.digits),
        attainable: hundredths(judged.attainable),
    };
    worst.into_iter().map(digits).collect()
}

fn hundredths(digits: f64) -> f64 {
    (digits * 100.0).round() / 100.0
}
