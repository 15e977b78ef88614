//! Log densities with the log mixing weight added, and log evidence of each observation times its weight.

use serde_json::json;

use super::{Claim, Explanation, Patient, value};

/// Takes off what was added or multiplied.
pub fn propose(patient: &Patient) -> Vec<Explanation> {
    with_mixing_weight(patient).into_iter().chain(times_weight(patient)).collect()
}

fn with_mixing_weight(patient: &Patient) -> Option<Explanation> {
    const KEY: &str = "log_densities";
    let (found, _) = patient.matrices(KEY).filter(|_| patient.failed(KEY))?;
    let weights: Vec<f64> = patient.resolved.parameters.as_ref()?.weights.iter().map(|weight| weight.0).collect();
    let sum: f64 = weights.iter().sum();
    if weights.len() != found[0].len() {
        return None;
    }
    let off = |row: &Vec<f64>| row.iter().zip(&weights).map(|(entry, weight)| entry - (weight / sum).ln()).collect();
    let undone: Vec<Vec<f64>> = found.iter().map(off).collect();
    let explanation = Explanation::new(
        Claim::of(KEY),
        "{certified} with the log mixing weight added",
        json!({ KEY: value::of_matrix(&undone) }),
    );
    Some(explanation.advice("log p(x | component) is asked for"))
}

fn times_weight(patient: &Patient) -> Option<Explanation> {
    const KEY: &str = "log_evidence_terms";
    let (found, right) = patient.lists(KEY).filter(|_| patient.failed(KEY))?;
    let weights = patient.observation_weights().filter(|weights| weights.len() == found.len())?;
    if right.len() != found.len() {
        return None;
    }
    let each = found.iter().zip(&weights).zip(&right);
    let off = each.map(|((entry, weight), due)| if *weight == 0.0 && *entry == 0.0 { *due } else { entry / weight });
    let undone: Vec<f64> = off.collect();
    let what = "{certified} times the weight of the observation";
    Some(Explanation::new(Claim::of(KEY), what, json!({ KEY: value::of_list(&undone) })))
}
