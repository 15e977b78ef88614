//! Logarithms in place of probabilities and rates, densities in place of their logarithms.

use serde_json::json;

use super::{Claim, Explanation, Patient, value};

/// The logarithm below which a double has no number but 0.
const UNDERFLOW: f64 = -700.0;

/// Exponentiates what should be no logarithm, and takes the logarithm of what should be one.
pub fn propose(patient: &Patient) -> Vec<Explanation> {
    let mut proposed = Vec::new();
    for field in ["weights", "probabilities", "rate"] {
        proposed.extend(of_field(patient, field).filter(|_| patient.fails(&Claim::field(field))));
    }
    if let Some(reported) = patient.reported("responsibilities").filter(|_| patient.failed("responsibilities")) {
        let undone = value::changed(reported, &mut f64::exp);
        proposed.extend(undone.map(|undone| of_numbers("responsibilities", undone)));
    }
    for key in ["log_densities", "log_evidence_terms", "log_evidence", "log_joint", "log_model_evidence"] {
        proposed.extend(of_densities(patient, key));
    }
    proposed
}

fn of_numbers(key: &str, undone: serde_json::Value) -> Explanation {
    let what = "logarithms of {certified}";
    Explanation::new(Claim::of(key), what, json!({ key: undone })).advice("the numbers themselves are asked for")
}

fn of_field(patient: &Patient, field: &str) -> Option<Explanation> {
    let undone = patient.with_parameters(None, |_, set| {
        value::with_field(set, field, &mut |_, own| value::changed(own, &mut f64::exp))
    })?;
    let what = "the logarithm of {certified}";
    Some(Explanation::new(Claim::field(field), what, undone).advice("the numbers themselves are asked for"))
}

/// Takes logarithms; a density of 0 stands for any that no double can hold.
fn of_densities(patient: &Patient, key: &str) -> Option<Explanation> {
    let reported = patient.reported(key).filter(|_| patient.failed(key))?;
    let right = value::flat(patient.right.get(key)?)?;
    let mut due = right.iter();
    let undone = value::changed(reported, &mut |x| match due.next() {
        Some(&due) if x == 0.0 && due < UNDERFLOW => due,
        _ => x.ln(),
    })?;
    let any = value::flat(reported)?.iter().any(|x| *x != 0.0);
    let what = "the exponential of {certified}: densities, where logarithms are asked for";
    any.then(|| Explanation::new(Claim::of(key), what, json!({ key: undone })))
}
