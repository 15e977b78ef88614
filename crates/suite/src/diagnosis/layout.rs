//! The right numbers in another shape: rows for columns, flat, nested once more or less, or a matrix of which the diagonal is
//! asked for.

use serde_json::{Value, json};

use super::{Claim, Explanation, Patient, value};
use crate::place::{Place, Step};

/// Tries other ways to read what has the wrong shape, and a square matrix by its columns.
pub fn propose(patient: &Patient) -> Vec<Explanation> {
    let mut proposed = Vec::new();
    let ways: [(Way, &str); 3] = [
        (transposed, "transposed: rows stand for columns"),
        (refilled, "nested otherwise: the numbers are right in the order in which they are written"),
        (diagonal, "a matrix or a list, of whose diagonal the right numbers are the entries"),
    ];
    for claim in misshapen(patient) {
        for (way, what) in ways {
            proposed.extend(reshaped(patient, &claim, way, what));
        }
    }
    for key in ["log_densities", "responsibilities"] {
        proposed.extend(patient.matrices(key).filter(|_| patient.failed(key)).and_then(|(found, right)| {
            let square = found.len() == right.len() && found.len() == found[0].len();
            let undone = json!({ key: value::of_matrix(&value::transposed(&found)) });
            square.then(|| Explanation::new(Claim::of(key), ways[0].1, undone).advice(ADVICE))
        }));
    }
    proposed
}

const ADVICE: &str = "N rows of K numbers are asked for";

/// How reported numbers are read to have the shape of a template.
type Way = fn(&Value, &Value) -> Option<Value>;

/// The quantities, and the fields of parameters, that have the wrong shape somewhere.
fn misshapen(patient: &Patient) -> Vec<Claim> {
    let mut claims = Vec::new();
    for bad in &patient.verdict.misshapen {
        let last_key = bad.place.steps().iter().rev().find_map(|step| match step {
            Step::Key(key) => Some(key.as_str()),
            Step::Index(_) => None,
        });
        let claim = match bad.place.steps() {
            [Step::Key(key), _, ..] if key == "parameters" => last_key.map(Claim::field),
            [Step::Key(key)] => Some(Claim::of(key)),
            _ => None,
        };
        claims.extend(claim.filter(|claim| !claims.contains(claim)));
    }
    claims
}

/// Every misshapen value of a claim read in another way.
fn reshaped(patient: &Patient, claim: &Claim, way: Way, what: &str) -> Option<Explanation> {
    let mut undone = json!({ claim.key.as_str(): patient.reported(&claim.key)? });
    for bad in patient.verdict.misshapen.iter().filter(|bad| claim.covers(&bad.place)) {
        let template = lookup(&patient.right, &bad.place)?.clone();
        let slot = slot(&mut undone, &bad.place)?;
        *slot = way(slot, &template)?;
    }
    let explanation = Explanation::new(claim.clone(), what, undone);
    Some(if claim.field.is_none() && what.starts_with("transposed") { explanation.advice(ADVICE) } else { explanation })
}

fn transposed(found: &Value, template: &Value) -> Option<Value> {
    let (found, template) = (value::matrix(found)?, value::matrix(template)?);
    let turned = value::transposed(&found);
    (turned.len() == template.len()).then(|| value::of_matrix(&turned))
}

fn refilled(found: &Value, template: &Value) -> Option<Value> {
    value::shaped(template, &value::flat(found)?)
}

/// The diagonal of a diagonal matrix; one number where all of them are equal and one is asked for.
fn diagonal(found: &Value, template: &Value) -> Option<Value> {
    let entries = match value::matrix(found) {
        Some(rows) if rows.len() == rows[0].len() => {
            let off = |i: usize| rows[i].iter().enumerate().any(|(j, entry)| i != j && *entry != 0.0);
            (!(0..rows.len()).any(off)).then(|| (0..rows.len()).map(|i| rows[i][i]).collect())?
        }
        None if value::read(template).is_some() => value::list(found)?,
        _ => return None,
    };
    entries.first()?;
    match value::read(template) {
        Some(_) => entries.iter().all(|entry| *entry == entries[0]).then(|| value::number(entries[0])),
        None => value::shaped(template, &entries),
    }
}

fn lookup<'a>(value: &'a Value, place: &Place) -> Option<&'a Value> {
    place.steps().iter().try_fold(value, |value, step| match step {
        Step::Key(key) => value.get(key),
        Step::Index(index) => value.get(index),
    })
}

fn slot<'a>(value: &'a mut Value, place: &Place) -> Option<&'a mut Value> {
    place.steps().iter().try_fold(value, |value, step| match step {
        Step::Key(key) => value.get_mut(key),
        Step::Index(index) => value.get_mut(index),
    })
}
