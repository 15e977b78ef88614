//! Parameters of the iteration before or after the one they are recorded for.

use serde_json::{Value, json};

use super::{Claim, Explanation, Patient, patient::gains, value};
use crate::{
    format::Operation,
    place::{Place, Step},
};

/// Compares each recorded iteration that failed with its neighbours, as far as these are known.
pub fn propose(patient: &Patient) -> Vec<Explanation> {
    if patient.resolved.operation != Operation::Trajectory || !patient.failed("parameters") {
        return Vec::new();
    }
    [-1, 1].into_iter().filter_map(|step| moved(patient, step)).collect()
}

fn moved(patient: &Patient, step: i64) -> Option<Explanation> {
    let mut those = Vec::new();
    for (t, set) in patient.parameter_sets() {
        let t = t?;
        let failed = patient.fails(&Claim::of("parameters").at(Some(t)));
        let neighbour = t.checked_add_signed(isize::try_from(step).ok()?);
        let Some(neighbour) = neighbour.filter(|_| failed) else { continue };
        let same = match patient.right_parameters(Some(neighbour)) {
            Some(_) => are_of(patient, t, neighbour, set),
            None if neighbour == 0 => are_the_start(patient, set),
            None => continue,
        };
        if !same {
            return None;
        }
        those.push(t);
    }
    let shown: Vec<String> = those.iter().map(usize::to_string).collect();
    let (what, side) = match step {
        -1 => ("those of one iteration before", "before"),
        _ => ("those of one iteration after", "after"),
    };
    (!those.is_empty()).then(|| {
        Explanation::proved(Claim::of("parameters"), what)
            .here(format!("those recorded after iteration {}", shown.join(", ")))
            .advice(format!("record t is asked for after exactly t iterations, not one {side}"))
    })
}

/// Whether what was recorded for one iteration is right for another, and was wrong by more than chance.
fn are_of(patient: &Patient, recorded: usize, neighbour: usize, set: &Value) -> bool {
    let claim = Claim::of("parameters");
    let Some(after) = patient.judged(&json!({"parameters": {neighbour.to_string(): set}})) else { return false };
    let blocks: Vec<_> = after.judged.iter().filter(|block| claim.covers(&block.place)).collect();
    let gained = blocks.iter().any(|block| {
        let before = patient.verdict.judged.iter().find(|before| before.place == at(&block.place, recorded));
        before.is_some_and(|before| !before.passed && gains(before.digits, block.digits))
    });
    gained && after.misshapen.is_empty() && blocks.iter().all(|block| block.passed)
}

/// The place at another iteration.
fn at(place: &Place, iteration: usize) -> Place {
    let start = Place::default().key("parameters").key(&iteration.to_string());
    place.steps().iter().skip(2).fold(start, |place, step| match step {
        Step::Key(key) => place.key(key),
        Step::Index(index) => place.index(*index),
    })
}

/// Whether parameters are those of the case's start, which is exact but for its sums.
fn are_the_start(patient: &Patient, set: &Value) -> bool {
    let start = patient.resolved.initial.as_ref().and_then(|initial| serde_json::to_value(initial).ok());
    let numbers = |value: &Value| value::flat(value);
    let (Some(start), Some(found)) = (start.as_ref().and_then(numbers), numbers(set)) else { return false };
    let same = |(a, b): (&f64, &f64)| (a - b).abs() <= 1e-9 * b.abs();
    start.len() == found.len() && found.iter().zip(&start).all(same)
}
