//! Right and wrong answers to a small expectation.

use std::path::Path;

use serde_json::json;

use super::*;
use crate::format::{Case, Certified};

fn one(text: &str) -> String {
    format!("{text}.00000000000000000000000000000")
}

fn expected() -> Expected {
    let certified: Certified = serde_json::from_value(json!({
        "format": 1, "id": "a/b",
        "result": {
            "log_evidence": [one("-100"), one("-90")],
            "parameters": {"1": {
                "weights": ["0", one("1")],
                "components": [{"mean": ["0", one("5")], "covariance": [[one("2"), "0"], ["0", one("3")]]}],
            }},
            "empty_components": [[1, 0]],
        },
        "attainable_digits": {
            "log_evidence": [15, 15],
            "parameters": {"1": {"weights": 15.95, "components": [{"mean": 14.9, "covariance": 14}]}},
        },
        "scales": {"log_evidence": ["1000", "1000"]},
    }))
    .unwrap();
    Expected::new(Path::new("c.json"), certified, &case()).unwrap()
}

fn case() -> Case {
    serde_json::from_value(json!({"operation": "trajectory"})).unwrap()
}

fn right() -> Value {
    json!({
        "log_evidence": [-100, -90],
        "parameters": {"1": {
            "weights": [0, 1],
            "components": [{"mean": [0, 5], "covariance": [[2, 0], [0, 3]]}],
        }},
        "empty_components": [[1, 0]],
        "iterations": "never looked at", "extra": null,
    })
}

/// The verdict on the right answer with one value replaced.
fn verdict_with(pointer: &str, value: Value) -> Verdict {
    let mut answer = right();
    *answer.pointer_mut(pointer).unwrap() = value;
    judge(&expected(), &answer, Precision::Binary64, 2.0).unwrap()
}

fn complaint(pointer: &str, value: Value) -> String {
    let verdict = verdict_with(pointer, value);
    assert!(!verdict.passed());
    verdict.misshapen.iter().map(|bad| format!("{}: {}", bad.place, bad.message)).collect::<Vec<_>>().join("; ")
}

#[test]
fn the_right_answer_passes_with_every_digit() {
    let verdict = judge(&expected(), &right(), Precision::Binary64, 0.0).unwrap();
    assert!(verdict.passed(), "{verdict:?}");
    assert_eq!((verdict.judged.len(), verdict.not_reported.len()), (5, 0));
    assert_eq!(verdict.digits_lost(), Some(0.0));
}

#[test]
fn an_error_beyond_the_slack_fails_its_block_alone_and_names_the_entry() {
    let verdict = verdict_with("/parameters/1/components/0/covariance/1/0", json!(3e-4));
    let failed = verdict.failed();
    assert_eq!(failed.len(), 1);
    assert!((failed[0].digits - 4.0).abs() < 1e-9 && failed[0].attainable == 14.0);
    assert_eq!(failed[0].worst.place.to_string(), "parameters.1.components[0].covariance[1][0]");
    assert_eq!((failed[0].worst.certified.as_str(), failed[0].worst.reported), ("0", 3e-4));
    assert!(verdict_with("/parameters/1/components/0/covariance/1/0", json!(2e-12)).passed());
    // The objective is measured on the scale that the file gives, not on its own magnitude.
    assert!(verdict_with("/log_evidence/1", json!(-90.0 + 9e-11)).passed());
    assert!(!verdict_with("/log_evidence/1", json!(-90.0 + 2e-10)).passed());
}

#[test]
fn what_is_left_out_is_not_reported_and_nothing_at_all_is_no_pass() {
    let verdict = verdict_with("/parameters/1/weights", Value::Null);
    assert!(verdict.passed());
    assert_eq!(verdict.not_reported[0].quantity(), "mixing weights after iteration 1");
    let nothing = judge(&expected(), &json!({}), Precision::Binary64, 2.0).unwrap();
    assert!(!nothing.passed());
    let names: Vec<String> = nothing.not_reported.iter().map(Place::quantity).collect();
    assert_eq!(names, ["log evidence", "parameters", "empty components"]);
}

#[test]
fn a_wrong_shape_is_named() {
    let covariance = "/parameters/1/components/0/covariance";
    let place = "parameters.1.components[0].covariance";
    let bad = complaint(covariance, json!([[1], [2]]));
    assert_eq!(bad, format!("{place}: expected 2 x 2 numbers, found 2 x 1"));
    let bad = complaint(covariance, json!([[2, 0], [null, 3]]));
    assert_eq!(bad, format!("{place}[1][0]: expected a number, found null"));
    assert_eq!(complaint("/log_evidence", json!([1])), "log_evidence: expected 2 numbers, found 1 number");
    assert_eq!(complaint("/log_evidence/0", json!(null)), "log_evidence[0]: expected a number, found null");
    assert_eq!(complaint("/parameters", json!([])), "parameters: expected an object, found an empty list");
    assert_eq!(complaint("", json!(3)), ": expected an object, found a number");
}

#[test]
fn what_is_not_finite_fails_whatever_the_slack() {
    let mut answer = right();
    answer["log_evidence"][0] = json!("nan");
    assert!(!judge(&expected(), &answer, Precision::Binary64, 100.0).unwrap().passed());
}

#[test]
fn empty_components_are_compared_as_a_set() {
    let key = "/empty_components";
    assert!(verdict_with(key, json!([[1, 0], [1, 0]])).passed());
    assert_eq!(verdict_with(key, Value::Null).not_reported.len(), 1);
    let bad = "empty_components: [iteration, component] [1, 0] was empty and is missing";
    assert_eq!(complaint(key, json!([])), bad);
    let bad = "empty_components: [iteration, component] [2, 0] was not empty";
    assert_eq!(complaint(key, json!([[1, 0], [2, 0]])), bad);
    assert_eq!(complaint(key, json!([[1]])), "empty_components: expected pairs [iteration, component]");
}

#[test]
fn single_precision_needs_its_own_attainable_digits() {
    let error = judge(&expected(), &right(), Precision::Binary32, 2.0).unwrap_err();
    assert!(error.to_string().starts_with("c.json: `attainable_digits_binary32`: missing"), "{error}");
}

#[test]
fn one_block_of_several_quantities_is_judged_as_one() {
    let certified: Certified = serde_json::from_value(json!({
        "format": 1, "id": "a/b", "attainable_digits": {"parameters": 14},
        "result": {"parameters": {"weights": [one("1")], "components": [{"mean": [one("3"), one("500")]}]}},
    }))
    .unwrap();
    let expected = Expected::new(Path::new("c.json"), certified, &case()).unwrap();
    let judged =
        |reported: Value| judge(&expected, &json!({"parameters": reported}), Precision::Binary64, 2.0).unwrap();
    let verdict = judged(json!({"weights": [1], "components": [{"mean": [3.0 + 4e-10, 500]}]}));
    assert!(verdict.passed() && verdict.judged.len() == 1, "{verdict:?}");
    assert!(!judged(json!({"weights": [1], "components": [{"mean": [3.0 + 6e-10, 500]}]})).passed());
    // What is left out of a block is not reported; the rest is judged on the scale of the whole.
    let verdict = judged(json!({"weights": [1.0 + 4e-10], "components": [{"mean": null}]}));
    assert!(verdict.passed(), "{verdict:?}");
    assert_eq!(verdict.not_reported[0].to_string(), "parameters.components[0].mean");
    let verdict = judged(json!({"weights": [], "components": [{}]}));
    assert_eq!(verdict.misshapen[0].message, "expected 1 number, found an empty list");
}
