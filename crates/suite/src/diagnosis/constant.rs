//! Logarithms that differ from the certified ones by a term that does not depend on the iteration, the component or the
//! observation: a part of the normaliser that was dropped.

use std::f64::consts::PI;

use serde_json::json;

use super::{Claim, Explanation, Patient, value};
use crate::{format::Family, place::Place};

/// How many times the certified numbers must differ by more than is judged, for a common difference to mean anything.
const SPREAD: f64 = 1e4;
/// The least that a term of a normaliser is worth naming.
const LEAST: f64 = 1e-3;
const TERM: &str =
    "look for a term that is the same for each: a part of a normaliser, a mixing weight, a part of the prior";
const ADVICE: &str = "log densities are asked for with every term of their normaliser";

/// Looks for the Gaussian constant, then for any common difference.
pub fn propose(patient: &Patient) -> Vec<Explanation> {
    let mut proposed = Vec::new();
    for key in ["log_evidence", "log_joint", "elbo", "log_evidence_terms", "log_densities"] {
        let named = if patient.failed(key) { gaussian(patient, key) } else { None };
        proposed.extend(named.filter(|explanation| patient.holds(explanation)));
    }
    if proposed.is_empty() {
        proposed.extend(
            ["log_evidence", "log_joint", "elbo", "log_evidence_terms"].iter().filter_map(|key| of_list(patient, key)),
        );
        proposed.extend([false, true].into_iter().filter_map(|by_row| of_matrix(patient, by_row)));
    }
    proposed
}

/// `-D/2 log 2π` for each observation.
fn gaussian(patient: &Patient, key: &str) -> Option<Explanation> {
    let gaussian = patient.model().is_some_and(|model| model.family == Family::Gaussian);
    let reported = patient.reported(key).filter(|_| gaussian)?;
    let one = -0.5 * patient.d()? as f64 * (2.0 * PI).ln();
    let all = patient.total_weight()? * one;
    let (constant, what) = match key {
        "log_evidence_terms" | "log_densities" => (one, "without -D/2 log 2π"),
        _ => (all, "without -N D/2 log 2π"),
    };
    let undone = value::changed(reported, &mut |x| x + constant)?;
    let explanation = Explanation::new(Claim::of(key), format!("{{certified}} {what}"), json!({ key: undone }));
    Some(explanation.here(format!("which is {constant}")).advice(ADVICE))
}

/// A list whose entries all differ by the same.
fn of_list(patient: &Patient, key: &str) -> Option<Explanation> {
    let (found, right) =
        patient.lists(key).filter(|(found, right)| found.len() == right.len() && patient.failed(key))?;
    let common = found.first()? - right.first()?;
    (common.abs() >= LEAST && spreads(patient, key, &right)).then_some(())?;
    let undone: Vec<f64> = found.iter().map(|x| x - common).collect();
    let each = if key == "log_evidence_terms" { "observation" } else { "iteration" };
    let spent = Place::default().key(key).index(0);
    let what = format!("{{certified}} plus a number that is the same for every {each}");
    let explanation = Explanation::new(Claim::of(key), what, json!({ key: value::of_list(&undone) }));
    Some(explanation.here(format!("{common:.6e}")).advice(TERM).spent(vec![spent]))
}

/// Log densities of which each row, or each column, differs by a number of its own.
fn of_matrix(patient: &Patient, by_row: bool) -> Option<Explanation> {
    const KEY: &str = "log_densities";
    let (found, right) = patient.matrices(KEY).filter(|_| patient.failed(KEY))?;
    let (n, k) = (right.len(), right[0].len());
    if found.len() != n || found[0].len() != k {
        return None;
    }
    let (lines, what) = match by_row {
        true => (right.clone(), "{certified} plus a number for each observation, the same for all components"),
        false => {
            (value::transposed(&right), "{certified} plus a number for each component, the same for all observations")
        }
    };
    lines.iter().any(|line| spreads(patient, KEY, line)).then_some(())?;
    let difference =
        |n: usize, k: usize| found[n][k] - if by_row { found[n][0] - right[n][0] } else { found[0][k] - right[0][k] };
    let undone: Vec<Vec<f64>> = (0..n).map(|n| (0..k).map(|k| difference(n, k)).collect()).collect();
    let far = found.concat().iter().zip(right.concat()).any(|(found, right)| (found - right).abs() >= LEAST);
    far.then_some(())?;
    let spent = if by_row { Vec::new() } else { vec![Place::default().key(KEY).index(0)] };
    Some(Explanation::new(Claim::of(KEY), what, json!({ KEY: value::of_matrix(&undone) })).advice(ADVICE).spent(spent))
}

/// Whether certified numbers differ among themselves by far more than is judged.
fn spreads(patient: &Patient, key: &str, right: &[f64]) -> bool {
    let claim = Claim::of(key);
    let blocks = patient.verdict.judged.iter().filter(|block| claim.covers(&block.place));
    let judged = blocks.map(|block| block.scale * 10_f64.powf(patient.settings.slack - block.attainable));
    let first = right.first().copied().unwrap_or_default();
    let finite = right.iter().filter(|x| x.is_finite());
    let spread = finite.map(|x| (x - first).abs()).fold(0.0, f64::max);
    spread.is_finite() && spread >= SPREAD * judged.fold(0.0, f64::max)
}
