//! The labels of the components of a `fit`: the permutation of the reported components that comes closest to the certified.
//!
//! A reported component in a certified one's place has a loss: the most digits by which any of its numbers, its mixing
//! weight included, falls short of the attainable ones. The permutation with the least worst loss is taken (so that a
//! report passes whenever any permutation of it would), and among those the one with the least sum. Both are found exactly,
//! for any `K`: the first by matchings below a threshold, the second as an assignment problem (Kuhn 1955; Munkres 1957).
//!
//! Mixing weights and components move together; a shared covariance stays.

use serde_json::Value;

use super::shape::reported_number;
use crate::{
    closeness::MOST_DIGITS,
    expected::{Measured, Node},
    place::{Place, Step},
};

/// The loss of what is no number where one is due, in digits: more than any number loses.
const WORST: f64 = 1000.0;
/// What a pair costs, for each component, that is worse than the least worst loss allows: more than any sum of allowed ones.
const FORBIDDEN: f64 = 4.0e3;

/// A report with its components in the order that comes closest.
pub struct Matched {
    /// The report.
    pub reported: Value,
    /// For each certified component the reported one in its place; `None` where there was nothing to permute.
    pub order: Option<Vec<usize>>,
    /// The digits by which its worst number among the parameters falls short of the attainable ones; negative where all
    /// have more.
    pub loss: f64,
    /// The fewest digits of any number among the parameters.
    pub digits: f64,
}

/// Matches the `parameters` of a report with the certified ones; left as they are where there are not as many components.
#[must_use]
pub fn matched(certified: &Node, reported: &Value) -> Matched {
    let numbers = certified.numbers(&Place::default());
    let order = losses(&numbers, reported).map(|losses| assignment(&losses));
    let reported = order.as_ref().map_or_else(|| reported.clone(), |order| relabelled(reported, order));
    let in_parameters = numbers.iter().filter(|number| below_parameters(&number.place).is_some());
    let pairs =
        in_parameters.filter_map(|number| Some((number, number.compared(lookup(&reported, number.place.steps())?))));
    let (loss, digits) = pairs.fold((-MOST_DIGITS, MOST_DIGITS), |(loss, digits): (f64, f64), (number, lost)| {
        (loss.max(lost), digits.min((number.attainable - lost).clamp(0.0, MOST_DIGITS)))
    });
    Matched { reported, order, loss, digits }
}

impl Measured {
    /// The digits by which a reported value falls short of the attainable ones. Not limited from below, so that of two wrong
    /// answers the nearer one is known.
    fn compared(&self, value: &Value) -> f64 {
        let Some(reported) = reported_number(value) else { return WORST };
        let nearest = self.certified.nearest();
        if nearest == reported {
            return self.attainable - MOST_DIGITS;
        }
        let error = self.certified.error_of(reported).abs().log10() - self.scale.log10();
        if error.is_finite() { self.attainable - (-error).min(MOST_DIGITS) } else { WORST }
    }
}

/// The steps below `parameters`.
fn below_parameters(place: &Place) -> Option<&[Step]> {
    match place.steps() {
        [Step::Key(key), rest @ ..] if key == "parameters" => Some(rest),
        _ => None,
    }
}

/// `[i][j]`: the loss of reported component `i` in the place of certified component `j`. `None` where there is nothing to
/// permute.
fn losses(numbers: &[Measured], reported: &Value) -> Option<Vec<Vec<f64>>> {
    let parameters = reported.get("parameters")?;
    let lists: Vec<&[Value]> =
        LABELLED.iter().filter_map(|key| Some(parameters.get(key)?.as_array()?.as_slice())).collect();
    let labelled: Vec<(usize, &Measured)> =
        numbers.iter().filter_map(|number| Some((label(&number.place)?, number))).collect();
    let count = labelled.iter().map(|(label, _)| label + 1).max()?;
    if lists.is_empty() || lists.iter().any(|list| list.len() != count) {
        return None;
    }
    let mut losses = vec![vec![-MOST_DIGITS; count]; count];
    for (j, number) in labelled {
        let Some([key, Step::Index(_), rest @ ..]) = below_parameters(&number.place) else { continue };
        let Some(list) = lookup(parameters, std::slice::from_ref(key)).and_then(Value::as_array) else { continue };
        for (row, component) in losses.iter_mut().zip(list) {
            if let Some(value) = lookup(component, rest) {
                row[j] = row[j].max(number.compared(value));
            }
        }
    }
    Some(losses)
}

/// The lists with an entry a component.
const LABELLED: [&str; 2] = ["weights", "components"];

/// The component of which a place speaks.
fn label(place: &Place) -> Option<usize> {
    match below_parameters(place)? {
        [Step::Key(key), Step::Index(k), ..] if LABELLED.contains(&key.as_str()) => Some(*k),
        _ => None,
    }
}

/// What stands some steps below a value; `None` where that is absent or `null`.
fn lookup<'a>(value: &'a Value, steps: &[Step]) -> Option<&'a Value> {
    let step = |value: &'a Value, step: &Step| match step {
        Step::Key(key) => value.get(key),
        Step::Index(index) => value.get(index),
    };
    steps.iter().try_fold(value, step).filter(|value| !value.is_null())
}

/// The report with reported component `source[j]` in place `j`.
fn relabelled(reported: &Value, source: &[usize]) -> Value {
    let mut moved = reported.clone();
    for key in LABELLED {
        if let Some(list) = moved["parameters"].get_mut(key).and_then(Value::as_array_mut) {
            *list = source.iter().map(|&i| list[i].clone()).collect();
        }
    }
    moved
}

/// For each column the row that is assigned to it: least worst loss first, then least sum.
#[must_use]
fn assignment(losses: &[Vec<f64>]) -> Vec<usize> {
    let mut thresholds: Vec<f64> = losses.iter().flatten().copied().collect();
    thresholds.sort_by(f64::total_cmp);
    let least = thresholds.partition_point(|&threshold| !has_matching(losses, threshold));
    let threshold = thresholds.get(least).copied().unwrap_or(WORST);
    let forbidden = FORBIDDEN * losses.len() as f64;
    let cost = |i: usize, j: usize| if losses[i][j] <= threshold { losses[i][j] } else { forbidden };
    least_sum(losses.len(), &cost)
}

/// Whether every column finds a row of its own with a loss within the threshold: augmenting paths.
fn has_matching(losses: &[Vec<f64>], threshold: f64) -> bool {
    fn augment(
        j: usize,
        allowed: &dyn Fn(usize, usize) -> bool,
        seen: &mut [bool],
        owner: &mut [Option<usize>],
    ) -> bool {
        for i in 0..owner.len() {
            if allowed(i, j) && !std::mem::replace(&mut seen[i], true) {
                let free = match owner[i] {
                    None => true,
                    Some(other) => augment(other, allowed, seen, owner),
                };
                if free {
                    owner[i] = Some(j);
                    return true;
                }
            }
        }
        false
    }
    let count = losses.len();
    let allowed = |i: usize, j: usize| losses[i][j] <= threshold;
    let mut owner = vec![None; count];
    (0..count).all(|j| augment(j, &allowed, &mut vec![false; count], &mut owner))
}

/// For each column its row in an assignment of the least sum: shortest augmenting paths with dual potentials, `O(n³)`.
fn least_sum(count: usize, cost: &dyn Fn(usize, usize) -> f64) -> Vec<usize> {
    // Index 0 stands for "nobody" in rows and columns.
    let (mut row_dual, mut column_dual) = (vec![0.0; count + 1], vec![0.0; count + 1]);
    let mut row_of = vec![0; count + 1];
    for row in 1..=count {
        row_of[0] = row;
        let (mut distance, mut before) = (vec![f64::INFINITY; count + 1], vec![0; count + 1]);
        let (mut done, mut column) = (vec![false; count + 1], 0);
        while row_of[column] != 0 {
            done[column] = true;
            let (here, mut step, mut next) = (row_of[column], f64::INFINITY, 0);
            for j in (1..=count).filter(|&j| !done[j]) {
                let reduced = cost(here - 1, j - 1) - row_dual[here] - column_dual[j];
                if reduced < distance[j] {
                    (distance[j], before[j]) = (reduced, column);
                }
                if distance[j] < step {
                    (step, next) = (distance[j], j);
                }
            }
            for j in 0..=count {
                if done[j] {
                    row_dual[row_of[j]] += step;
                    column_dual[j] -= step;
                } else {
                    distance[j] -= step;
                }
            }
            column = next;
        }
        while column != 0 {
            row_of[column] = row_of[before[column]];
            column = before[column];
        }
    }
    row_of[1..].iter().map(|row| row - 1).collect()
}

#[cfg(test)]
mod tests;
