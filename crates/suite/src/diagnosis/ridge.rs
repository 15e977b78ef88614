//! A round number added to the diagonal of every covariance, at the first iteration that is wrong.

use serde_json::Value;

use super::{Claim, Explanation, Patient, value};

const FIELD: &str = "covariance";

/// Looks for one addition to all diagonals that is a digit times a power of ten.
pub fn propose(patient: &Patient) -> Vec<Explanation> {
    let first = patient.first_failed_parameters().filter(|_| !patient.any_labels());
    first.and_then(|first| undone(patient, first)).into_iter().collect()
}

fn undone(patient: &Patient, at: Option<usize>) -> Option<Explanation> {
    let claim = Claim::field(FIELD).at(at);
    let (_, set) = patient.parameter_sets().into_iter().find(|(of, _)| *of == at)?;
    let right = patient.right_parameters(at)?;
    let added = first_diagonal(set)? - first_diagonal(right)?;
    (diagonals(patient, right)? > 1).then_some(())?;
    let ridge = round(added).filter(|ridge| patient.fails(&claim) && (added - ridge).abs() <= 0.01 * ridge)?;
    let mut without = |_: Option<usize>, own: &Value| less(own, ridge);
    let undone = patient.with_parameters(at, |_, set| value::with_field(set, FIELD, &mut without))?;
    let what = "{certified} with a constant added to its diagonal";
    Some(
        Explanation::new(claim, what, undone)
            .here(format!("{ridge:e}"))
            .advice("switch off the regularisation of covariances"),
    )
}

/// The first number of the first covariance.
fn first_diagonal(set: &Value) -> Option<f64> {
    let own = set.get(FIELD).or_else(|| set.get("components")?.get(0)?.get(FIELD))?;
    value::flat(own)?.first().copied()
}

/// How many numbers the diagonals of all covariances have: one alone is no evidence.
fn diagonals(patient: &Patient, set: &Value) -> Option<usize> {
    let of = |own: &Value| if own.is_array() { patient.d() } else { Some(1) };
    match set.get(FIELD) {
        Some(own) => of(own),
        None => set.get("components")?.as_array()?.iter().map(|component| of(component.get(FIELD)?)).sum(),
    }
}

/// The nearest positive number of one significant digit.
fn round(x: f64) -> Option<f64> {
    (x > 0.0 && x.is_finite()).then(|| format!("{x:.0e}").parse().ok())?
}

fn less(own: &Value, ridge: f64) -> Option<Value> {
    match value::matrix(own) {
        None => value::changed(own, &mut |x| x - ridge),
        Some(mut rows) => {
            rows.iter_mut().enumerate().for_each(|(i, row)| row[i] -= ridge);
            Some(value::of_matrix(&rows))
        }
    }
}
