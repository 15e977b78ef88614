//! A trace that is one iteration late or early, turned round, or of another length; a list for a number and a number for a
//! list.

use serde_json::json;

use super::{Claim, Explanation, Patient, value};
use crate::place::Place;

/// What may be a trace.
const TRACES: [&str; 3] = ["log_evidence", "log_joint", "elbo"];

/// Tries every way to misplace the entries of a trace.
pub fn propose(patient: &Patient) -> Vec<Explanation> {
    let failed = TRACES.into_iter().filter(|key| patient.failed(key));
    failed.flat_map(|key| of_trace(patient, key).unwrap_or_default()).collect()
}

fn of_trace(patient: &Patient, key: &str) -> Option<Vec<Explanation>> {
    let (found, right) = (patient.reported(key)?, patient.right.get(key)?);
    match (value::read(found), value::read(right)) {
        (None, None) => {
            let (found, right) = patient.lists(key)?;
            let reversed: Vec<f64> = found.iter().rev().copied().collect();
            let reversed = explained(key, "in reverse order", &reversed, []).advice("entry 0 is the start");
            Some(match found.len() == right.len() {
                true if patient.holds(&reversed) => vec![reversed],
                true => misplaced(key, &found, &right),
                false => of_another_length(key, &found, &right),
            })
        }
        (Some(found), None) => Some(number_for_list(key, found, &value::list(right)?)),
        (None, Some(_)) => {
            let found = value::list(found)?;
            let undone = json!({ key: value::number(*found.last()?) });
            let what = "a list, of which the last entry is right";
            Some(vec![Explanation::new(Claim::of(key), what, undone).advice("one number is asked for")])
        }
        (Some(_), Some(_)) => None,
    }
}

/// An explanation with the entries that were filled in as no evidence.
fn explained(key: &str, what: &str, undone: &[f64], filled: impl IntoIterator<Item = usize>) -> Explanation {
    let spent = filled.into_iter().map(|index| Place::default().key(key).index(index)).collect();
    Explanation::new(Claim::of(key), what, json!({ key: value::of_list(undone) })).spent(spent)
}

fn misplaced(key: &str, found: &[f64], right: &[f64]) -> Vec<Explanation> {
    let last = right.len().saturating_sub(1);
    if last == 0 {
        return Vec::new();
    }
    vec![
        explained(key, "one iteration late: entry t is the certified one of t - 1", &ended(&found[1..], right), [last])
            .advice("entry t belongs to the parameters after t iterations, entry 0 to the start"),
        explained(
            key,
            "one iteration early: entry t is the certified one of t + 1",
            &begun(&found[..last], right),
            [0],
        )
        .advice("entry t belongs to the parameters after t iterations, entry 0 to the start"),
    ]
}

fn of_another_length(key: &str, found: &[f64], right: &[f64]) -> Vec<Explanation> {
    let (len, due) = (found.len(), right.len());
    let here = format!("{len} of {due} entries");
    if len + 1 == due {
        let parameters = "T + 1 entries are asked for, the first at the start, the last after T iterations";
        return vec![
            explained(key, "without the entry of the start", &begun(found, right), [0])
                .here(here.clone())
                .advice(parameters),
            explained(key, "without the entry after the last iteration", &ended(found, right), [due - 1])
                .here(here)
                .advice(parameters),
        ];
    }
    if len < due {
        let advice = "exactly T iterations are asked for: switch off any rule for stopping";
        let what = "right as far as given, but too short";
        return vec![explained(key, what, &ended(found, right), len..due).here(here).advice(advice)];
    }
    let extra = len - due;
    let here = format!("{len} entries for {due}");
    vec![
        explained(key, "right in the first T + 1 entries, with others after them", &found[..due], [])
            .here(here.clone()),
        explained(key, "right in the last T + 1 entries, with others before them", &found[extra..], []).here(here),
    ]
}

fn number_for_list(key: &str, found: f64, right: &[f64]) -> Vec<Explanation> {
    let last = right.len().saturating_sub(1);
    let at = |index: usize, what: &str| {
        let mut undone = right.to_vec();
        undone[index] = found;
        let others = (0..right.len()).filter(|&other| other != index);
        explained(key, what, &undone, others).advice("a list of T + 1 entries is asked for, the first at the start")
    };
    if right.is_empty() { Vec::new() } else { vec![at(last, "a single number, that after the last iteration")] }
}

/// The numbers, and the end of the certified ones after them.
fn ended(numbers: &[f64], right: &[f64]) -> Vec<f64> {
    [numbers, &right[numbers.len()..]].concat()
}

/// The beginning of the certified numbers, and these after them.
fn begun(numbers: &[f64], right: &[f64]) -> Vec<f64> {
    [&right[..right.len() - numbers.len()], numbers].concat()
}
