//! Log evidence and log joint in each other's place, and a log prior that was left out or added where it does not belong.

use serde_json::json;

use super::{Claim, Explanation, Patient, value};

const EVIDENCE: &str = "log_evidence";
const JOINT: &str = "log_joint";
const ELBO: &str = "elbo";
/// How near a reported number is to one that it is.
const SAME: f64 = 1e-9;

/// Takes each objective for another.
pub fn propose(patient: &Patient) -> Vec<Explanation> {
    let proposed: Vec<Explanation> = [
        (JOINT, EVIDENCE, "the log prior density of the parameters has to be added"),
        (EVIDENCE, JOINT, "the log prior does not belong there"),
        (ELBO, JOINT, "the bound of the given q is asked for, not that of the responsibilities"),
    ]
    .into_iter()
    .filter_map(|(key, other, advice)| Some(taken_for(patient, key, other)?.advice(advice)))
    .filter(|explanation| patient.holds(explanation))
    .collect();
    let exchanged = [EVIDENCE, JOINT].iter().all(|key| proposed.iter().any(|one| one.claim.subject() == *key));
    let advice = "log_evidence and log_joint are in each other's place";
    let said = |one: Explanation| if exchanged && one.claim.subject() != ELBO { one.advice(advice) } else { one };
    proposed.into_iter().map(said).collect()
}

/// What was reported as one quantity would be right as another: their certified difference makes it right.
fn taken_for(patient: &Patient, key: &str, other: &str) -> Option<Explanation> {
    let reported = patient.reported(key).filter(|_| patient.failed(key))?;
    let (own, other_right) = (value::flat(patient.right.get(key)?)?, value::flat(patient.right.get(other)?)?);
    let mut due = own.into_iter().zip(other_right);
    let undone = value::changed(reported, &mut |x| match due.next() {
        // An infinity has no difference to anything: the other itself must have been reported.
        Some((own, other)) if !own.is_finite() || !other.is_finite() => {
            let same = x == other || (other.is_finite() && (x - other).abs() <= SAME * other.abs());
            if same { own } else { f64::NAN }
        }
        Some((own, other)) => x + (own - other),
        None => f64::NAN,
    })?;
    Some(Explanation::new(Claim::of(key), format!("the certified {other}"), json!({ key: undone })))
}
