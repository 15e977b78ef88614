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
    assert!((verdict.digits_lost().unwrap() - 10.0).abs() < 1e-9, "{:?}", verdict.digits_lost());
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
fn a_list_of_rows_that_are_judged_one_by_one_names_the_row() {
    let rows = json!([[one("1"), "0"], ["0", one("1")]]);
    let certified: Certified = serde_json::from_value(json!({
        "format": 1, "id": "a/b", "result": {"responsibilities": rows}, "attainable_digits": {"responsibilities": [14, 14]},
    }))
    .unwrap();
    let expected = Expected::new(Path::new("c.json"), certified, &case()).unwrap();
    let complaint = |rows: Value| {
        let verdict = judge(&expected, &json!({"responsibilities": rows}), Precision::Binary64, 2.0).unwrap();
        assert!(!verdict.passed());
        verdict.misshapen.iter().map(|bad| format!("{}: {}", bad.place, bad.message)).collect::<Vec<_>>().join("; ")
    };
    assert_eq!(complaint(json!([[1, 0], [0]])), "responsibilities[1]: expected 2 numbers, found 1 number");
    assert_eq!(complaint(json!([[1, 0], null])), "responsibilities[1]: expected 2 numbers, found null");
    assert_eq!(complaint(json!([[1], [0]])), "responsibilities: expected 2 x 2 numbers, found 2 x 1");
    assert_eq!(complaint(json!([[1, 0]])), "responsibilities: expected 2 x 2 numbers, found 1 x 2");
}

#[test]
fn of_entries_that_are_equally_wrong_the_first_is_named() {
    let worst = |mean: Value| {
        let verdict = verdict_with("/parameters/1/components/0/mean", mean);
        verdict.failed()[0].worst.place.to_string()
    };
    assert_eq!(worst(json!([5, 0])), "parameters.1.components[0].mean[0]");
    assert_eq!(worst(json!([0, "nan"])), "parameters.1.components[0].mean[1]");
    assert_eq!(worst(json!(["nan", "nan"])), "parameters.1.components[0].mean[0]");
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

/// Whether an answer to an operation passes that is certified to be `result`, every quantity to 14 digits.
fn passes(operation: &str, result: Value, attainable: Value, scales: Value, answer: Value) -> bool {
    let certified = serde_json::from_value(json!({
        "format": 1, "id": "a/b", "result": result, "attainable_digits": attainable, "scales": scales,
    }))
    .unwrap();
    let case = serde_json::from_value(json!({"operation": operation})).unwrap();
    let expected = Expected::new(Path::new("c.json"), certified, &case).unwrap();
    judge(&expected, &answer, Precision::Binary64, 2.0).unwrap().passed()
}

#[test]
fn bounds_and_divergences_are_judged_on_their_scales_and_infinities_exactly() {
    let bound = |answer: Value| {
        let result = json!({"elbo": one("-9"), "kl": one("5"), "log_joint": one("-4")});
        let digits = json!({"elbo": 14, "kl": 14, "log_joint": 14});
        passes("bound", result, digits, json!({"elbo": "1000", "kl": "70"}), answer)
    };
    for (key, inside, outside) in [
        ("elbo", -9.0 + 9e-10, -9.0 + 2e-9),
        ("kl", 5.0 + 6e-11, 5.0 + 8e-11),
        ("log_joint", -4.0 + 8e-12, -4.0 + 1e-11),
    ] {
        assert!(bound(json!({ key: inside })) && !bound(json!({ key: outside })), "{key}");
    }
    let bound = |elbo: Value, kl: Value| {
        let result = json!({"elbo": "-inf", "kl": "inf", "log_joint": one("-4")});
        let digits = json!({"elbo": 15.95, "kl": 15.95, "log_joint": 14});
        passes("bound", result, digits, Value::Null, json!({"elbo": elbo, "kl": kl, "log_joint": -4}))
    };
    assert!(bound(json!("-inf"), json!("inf")));
    assert!(
        !bound(json!(-1e308), json!("inf"))
            && !bound(json!("-inf"), json!("nan"))
            && !bound(json!("inf"), json!("inf"))
    );
    let divergence = |kl: &str, answer: Value| {
        passes("divergence", json!({"kl": kl}), json!({"kl": 15.95}), Value::Null, json!({ "kl": answer }))
    };
    assert!(divergence("inf", json!("inf")) && !divergence("inf", json!(1e308)) && !divergence("inf", json!("-inf")));
    assert!(divergence("0", json!(0)) && divergence("0", json!(-0.0)) && !divergence("0", json!(1e-300)));
    assert!(!divergence(&one("2"), json!("inf")) && divergence(&one("2"), json!(2)));
}

#[test]
fn a_variational_run_is_judged_entry_by_entry_and_keeps_its_labels() {
    let result = json!({"elbo": [one("-9"), one("-4")], "responsibilities": [[one("1"), "0"], ["0", one("1")]]});
    let variational = |elbo: Value, rows: Value| {
        let digits = json!({"elbo": [14, 14], "responsibilities": [14, 14]});
        passes("variational", result.clone(), digits, Value::Null, json!({"elbo": elbo, "responsibilities": rows}))
    };
    let rows = || json!([[1, 0], [0, 1]]);
    assert!(variational(json!([-9, -4]), rows()));
    assert!(!variational(json!([-9, -9]), rows()) && !variational(json!([-9]), rows()));
    assert!(!variational(json!([-9, -4]), json!([[0, 1], [1, 0]])));
    assert!(
        variational(json!([-9, -4]), json!([[1, 5e-13], [0, 1]]))
            && !variational(json!([-9, -4]), json!([[1, 2e-12], [0, 1]]))
    );
    let evidence = |value: f64| {
        let result = json!({"log_model_evidence": one("-50")});
        passes("evidence", result, json!({"log_model_evidence": 14}), Value::Null, json!({"log_model_evidence": value}))
    };
    assert!(evidence(-50.0 + 4e-11) && !evidence(-50.0 + 6e-11));
}

#[test]
fn only_a_fit_may_number_its_components_as_it_likes() {
    let parameters = |number: &dyn Fn(&str) -> Value, [a, b, c]: [usize; 3]| {
        let weights = ["0.5", "0.25", "0.25"];
        let means = [["1", "2"], ["3", "4"], ["1", "2.5"]];
        let component = |k: usize| {
            let mean = means[k].map(number);
            json!({ "mean": mean })
        };
        let moved = [a, b, c].map(|k| number(weights[k]));
        json!({"weights": moved, "covariance": [[number("2")]],
            "components": [component(a), component(b), component(c)]})
    };
    let certified =
        |text: &str| json!(format!("{}e0", if text.contains('.') { format!("{text:0<32}") } else { one(text) }));
    let plain = |text: &str| json!(text.parse::<f64>().unwrap());
    // The digits by blocks, and one number for all of it.
    let component = json!({"mean": 14});
    let blocks = json!({"weights": 14, "covariance": 14, "components": [component, component, component]});
    for digits in [blocks, json!(14)] {
        for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
            let answer = json!({"parameters": parameters(&plain, order)});
            let passes = |operation: &str| {
                let result = json!({"parameters": parameters(&certified, [0, 1, 2])});
                passes(operation, result, json!({"parameters": digits}), Value::Null, answer.clone())
            };
            assert!(passes("fit"), "{order:?}");
            assert_eq!(passes("maximize"), order == [0, 1, 2], "{order:?}");
        }
    }
}
