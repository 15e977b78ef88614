//! Probabilities of levels that are cumulative, or whose levels are counted otherwise.

use serde_json::Value;

use super::{Claim, Explanation, Patient, value};

const FIELD: &str = "probabilities";

/// The right probabilities, made of wrong ones.
type Way = fn(&[f64]) -> Vec<f64>;

/// Tries differences, the reverse order and an order that begins elsewhere.
pub fn propose(patient: &Patient) -> Vec<Explanation> {
    if !patient.fails(&Claim::field(FIELD)) {
        return Vec::new();
    }
    let ways: [(Way, &str, &str); 4] = [
        (differences, "cumulative probabilities", "the probability of each level is asked for"),
        (reversed, "{certified} with the levels in reverse order", "levels are counted from 0"),
        (from_last, "{certified} with every level one place too late", "levels are counted from 0"),
        (from_second, "{certified} with every level one place too early", "levels are counted from 0"),
    ];
    ways.into_iter().filter_map(|(way, what, advice)| Some(undone(patient, way, what)?.advice(advice))).collect()
}

fn undone(patient: &Patient, way: Way, what: &str) -> Option<Explanation> {
    let mut each = |_: Option<usize>, own: &Value| {
        let variables: Option<Vec<Vec<f64>>> = own.as_array()?.iter().map(value::list).collect();
        Some(value::of_matrix(&variables?.iter().map(|levels| way(levels)).collect::<Vec<_>>()))
    };
    let undone = patient.with_parameters(None, |_, set| value::with_field(set, FIELD, &mut each))?;
    Some(Explanation::new(Claim::field(FIELD), what, undone))
}

fn differences(levels: &[f64]) -> Vec<f64> {
    let before = [0.0].into_iter().chain(levels.iter().copied());
    levels.iter().zip(before).map(|(level, before)| level - before).collect()
}

fn reversed(levels: &[f64]) -> Vec<f64> {
    levels.iter().rev().copied().collect()
}

fn from_last(levels: &[f64]) -> Vec<f64> {
    let mut moved = levels.to_vec();
    if !moved.is_empty() {
        moved.rotate_left(1);
    }
    moved
}

fn from_second(levels: &[f64]) -> Vec<f64> {
    let mut moved = levels.to_vec();
    if !moved.is_empty() {
        moved.rotate_right(1);
    }
    moved
}
