//! Matchings and assignments against all permutations, and reports in any order.

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
    for (weights, rates) in [([0.25, 0.75], [json!(2), json!(3.000_003)]), ([0.75, 0.25], [json!(3.000_003), json!(2)])]
    {
        let near = matched(&report(weights, rates));
        assert!((near.loss - 4.0).abs() < 1e-6 && (near.digits - 6.0).abs() < 1e-6, "{} {}", near.loss, near.digits);
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
