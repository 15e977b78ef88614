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
    let reported = match losses(&numbers, reported) {
        Some(losses) => relabelled(reported, &assignment(&losses)),
        None => reported.clone(),
    };
    let in_parameters = numbers.iter().filter(|number| below_parameters(&number.place).is_some());
    let pairs =
        in_parameters.filter_map(|number| Some((number, number.compared(lookup(&reported, number.place.steps())?))));
    let (loss, digits) = pairs.fold((-MOST_DIGITS, MOST_DIGITS), |(loss, digits): (f64, f64), (number, lost)| {
        (loss.max(lost), digits.min((number.attainable - lost).clamp(0.0, MOST_DIGITS)))
    });
    Matched { reported, loss, digits }
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
mod tests {
    use std::path::Path;

    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::{expected::Expected, format::Precision};

    /// Worst and sum of an assignment.
    fn worth(losses: &[Vec<f64>], rows: &[usize]) -> (f64, f64) {
        let chosen = rows.iter().enumerate().map(|(j, &i)| losses[i][j]);
        (chosen.clone().fold(f64::NEG_INFINITY, f64::max), chosen.sum())
    }

    fn permutations(count: usize) -> Vec<Vec<usize>> {
        if count == 0 {
            return vec![Vec::new()];
        }
        let insert = |rest: &Vec<usize>, at: usize| {
            let mut longer = rest.clone();
            longer.insert(at, count - 1);
            longer
        };
        permutations(count - 1).iter().flat_map(|rest| (0..count).map(move |at| insert(rest, at))).collect()
    }

    proptest! {
        #[test]
        fn no_permutation_is_better(
            count in 1_usize..=6, entries in prop::collection::vec(-16_i32..20, 36), ties in any::<bool>(),
        ) {
            let entry = |i: usize, j: usize| f64::from(entries[6 * i + j] / if ties { 8 } else { 1 });
            let losses: Vec<Vec<f64>> = (0..count).map(|i| (0..count).map(|j| entry(i, j)).collect()).collect();
            let best = permutations(count)
                .iter()
                .map(|rows| worth(&losses, rows))
                .min_by(|a, b| a.partial_cmp(b).unwrap())
                .unwrap();
            prop_assert_eq!(worth(&losses, &assignment(&losses)), best);
        }
    }

    #[test]
    fn the_least_worst_loss_comes_before_the_least_sum() {
        // A shift by one loses little but for one pair; in their own places all lose a little less than that pair.
        let (count, own, worse) = (8, 600.0, 700.0);
        let loss = |i: usize, j: usize| match (j + count - i) % count {
            0 => own,
            1 if i == 0 => worse,
            1 => -10.0,
            _ => WORST,
        };
        let losses: Vec<Vec<f64>> = (0..count).map(|i| (0..count).map(|j| loss(i, j)).collect()).collect();
        assert_eq!(assignment(&losses), (0..count).collect::<Vec<_>>());
    }

    #[test]
    fn eight_components_and_more_find_their_places() {
        for count in [8_usize, 20] {
            let place = |i: usize| (7 * i + 3) % count;
            let loss = |i: usize, j: usize| if place(i) == j { -1.0 } else { 14.0 };
            let losses: Vec<Vec<f64>> = (0..count).map(|i| (0..count).map(|j| loss(i, j)).collect()).collect();
            let found = assignment(&losses);
            assert!(found.iter().enumerate().all(|(j, &i)| place(i) == j), "{found:?}");
        }
    }

    /// Two Poisson components of rates 2 and 3, weights to 14 digits and rates to 10.
    fn certified() -> Node {
        let decimal = |x: f64| format!("{x:.31e}");
        let component = |rate: f64| json!({"rate": [decimal(rate)]});
        let file = serde_json::from_value(json!({
            "format": 1, "id": "a/b",
            "result": {"parameters": {"weights": [decimal(0.25), decimal(0.75)], "components": [component(2.0), component(3.0)]}},
            "attainable_digits": {"parameters": {"weights": 14, "components": [{"rate": 10}, {"rate": 10}]}},
        }));
        let case = serde_json::from_value(json!({"operation": "fit"})).unwrap();
        let expected = Expected::new(Path::new("c.json"), file.unwrap(), &case).unwrap();
        expected.quantities(Precision::Binary64).unwrap().clone()
    }

    fn report(weights: [f64; 2], rates: [Value; 2]) -> Value {
        let components: Vec<Value> = rates.into_iter().map(|rate| json!({ "rate": [rate] })).collect();
        json!({"parameters": {"weights": weights, "components": components}})
    }

    #[test]
    fn the_loss_is_that_of_the_worst_number_and_negative_where_all_have_more() {
        let matched = |report: &Value| matched(&certified(), report);
        let exact = matched(&report([0.25, 0.75], [json!(2), json!(3)]));
        assert_eq!((exact.loss, exact.digits), (14.0 - MOST_DIGITS, MOST_DIGITS));
        // A rate that is right to 6 digits loses 4 of 10, whatever it is called.
        for (weights, rates) in
            [([0.25, 0.75], [json!(2), json!(3.000_003)]), ([0.75, 0.25], [json!(3.000_003), json!(2)])]
        {
            let near = matched(&report(weights, rates));
            assert!(
                (near.loss - 4.0).abs() < 1e-6 && (near.digits - 6.0).abs() < 1e-6,
                "{} {}",
                near.loss,
                near.digits
            );
            assert_eq!(near.reported, report([0.25, 0.75], [json!(2), json!(3.000_003)]));
        }
        // What is wrong by more than itself loses more than it can have, so that the nearer of two is known.
        let far = matched(&report([0.25, 0.75], [json!(2), json!(3e5)]));
        assert!((far.loss - 15.0).abs() < 1e-4 && far.digits == 0.0, "{} {}", far.loss, far.digits);
        for none in [json!(null), json!("nan"), json!("one"), json!("inf")] {
            let missing = none.is_null();
            let lost = matched(&report([0.25, 0.75], [json!(2), none]));
            assert_eq!(lost.loss, if missing { 14.0 - MOST_DIGITS } else { WORST });
        }
    }

    #[test]
    fn what_has_not_as_many_components_is_left_as_it_is() {
        for odd in [
            json!({"parameters": {"weights": [0.75, 0.25], "components": [{"rate": [3]}]}}),
            json!({"parameters": {"weights": [0.75, 0.25, 0.0], "components": [{"rate": [3]}, {"rate": [2]}]}}),
            json!({"parameters": {"components": "two"}}),
            json!({"log_joint": 1}),
        ] {
            assert_eq!(matched(&certified(), &odd).reported, odd);
        }
        // A list that is not reported does not keep the other from its order.
        let alone = json!({"parameters": {"components": [{"rate": [3]}, {"rate": [2]}], "covariance": [1]}});
        let moved = json!({"parameters": {"components": [{"rate": [2]}, {"rate": [3]}], "covariance": [1]}});
        assert_eq!(matched(&certified(), &alone).reported, moved);
    }

    #[test]
    fn what_all_components_share_and_what_is_no_parameter_has_no_part_in_it() {
        let decimal = |x: f64| format!("{x:.31e}");
        let mean = |x: f64| json!({"mean": [decimal(x), decimal(1.0)]});
        let covariance = [[2.0, 1.0], [1.0, 3.0]];
        let file = serde_json::from_value(json!({
            "format": 1, "id": "a/b",
            "result": {"log_joint": decimal(-9.0), "parameters": {"weights": [decimal(0.25), decimal(0.75)],
                "components": [mean(4.0), mean(5.0)], "covariance": covariance.map(|row| row.map(decimal))}},
            "attainable_digits": {"log_joint": 15, "parameters": {"weights": 14,
                "components": [{"mean": 14}, {"mean": 14}], "covariance": 14}},
        }));
        let case = serde_json::from_value(json!({"operation": "fit"})).unwrap();
        let expected = Expected::new(Path::new("c.json"), file.unwrap(), &case).unwrap();
        let report = |weights: [f64; 2], [first, second]: [f64; 2]| {
            json!({"log_joint": 7, "parameters": {"weights": weights, "covariance": covariance,
                "components": [{"mean": [first, 1]}, {"mean": [second, 1]}]}})
        };
        let swapped = report([0.75, 0.25], [5.0, 4.0]);
        let matched = matched(expected.quantities(Precision::Binary64).unwrap(), &swapped);
        assert_eq!(matched.reported, report([0.25, 0.75], [4.0, 5.0]));
        // The wrong log joint is the judge's affair.
        assert_eq!(matched.loss, 14.0 - MOST_DIGITS);
    }
}
