//! Fits that landed elsewhere, and what is said of each.

use std::path::Path;

use serde_json::{Value, json};

use super::super::{Finding, Outcome, conclude};
use crate::{
    expected::Expected,
    format::{Certified, Precision},
    implementation::Response,
    verdict::Settings,
};

fn decimal(x: f64) -> String {
    format!("{x:.31e}")
}

/// Two Poisson components, `π_0`, `λ_0`, `λ_1`.
fn parameters(number: &dyn Fn(f64) -> Value, [weight, first, second]: [f64; 3]) -> Value {
    let component = |rate| json!({"rate": [number(rate)]});
    json!({"weights": [number(weight), number(1.0 - weight)], "components": [component(first), component(second)]})
}

fn certified(numbers: [f64; 3]) -> Value {
    parameters(&|x| json!(decimal(x)), numbers)
}

const OWN: [f64; 3] = [0.25, 1.5, 8.0];
const BEST: [f64; 3] = [0.125, 3.0, 6.0];
const LOWER: [f64; 3] = [0.5, 2.0, 4.0];
const SADDLE: [f64; 3] = [0.5, 5.0, 5.0];

fn digits() -> Value {
    json!({"weights": 8, "components": [{"rate": 8}, {"rate": 8}]})
}

fn point(kind: &str, below_best: f64, numbers: [f64; 3]) -> Value {
    let below = if below_best == 0.0 { "0".to_owned() } else { decimal(below_best) };
    json!({"kind": kind, "log_joint": decimal(-100.0 - below_best), "below_best": below,
        "parameters": certified(numbers), "attainable_digits": digits()})
}

fn expected_with(points: Value, below_best: f64) -> Expected {
    expected_to(15.0, points, below_best)
}

/// The log joint to so many digits.
fn expected_to(attainable: f64, points: Value, below_best: f64) -> Expected {
    let file: Certified = serde_json::from_value(json!({
        "format": 1, "id": "a/b",
        "result": {"parameters": certified(OWN), "log_joint": decimal(-100.0 - below_best), "iterations": 9},
        "attainable_digits": {"parameters": digits(), "log_joint": attainable},
        "attainable_digits_binary32": {"parameters": 3, "log_joint": 6},
        "stationary_points": points,
    }))
    .unwrap();
    let case = serde_json::from_value(json!({"operation": "fit"})).unwrap();
    Expected::new(Path::new("c.json"), file, &case).unwrap()
}

/// The case's own maximum is 0.5 below the best.
fn expected() -> Expected {
    let points = json!([
        point("maximum", 0.0, BEST),
        point("maximum", 0.5, OWN),
        point("maximum", 3.81, LOWER),
        point("saddle", 7.25, SADDLE)
    ]);
    expected_with(points, 0.5)
}

fn answer(numbers: [f64; 3], log_joint: f64) -> Value {
    json!({"parameters": parameters(&|x| json!(x), numbers), "log_joint": log_joint, "iterations": 1, "converged": false})
}

fn finding(expected: &Expected, answer: Value, precision: Precision) -> Finding {
    conclude(Some(expected), &Response::Ok(answer), Settings { slack: 2.0, precision }).unwrap()
}

/// The outcome, and the message up to the first quantity.
fn said(expected: &Expected, answer: Value) -> (Outcome, String) {
    let finding = finding(expected, answer, Precision::Binary64);
    let message = finding.message.split("; ").next().unwrap().to_owned();
    (finding.outcome, message)
}

fn swapped([weight, first, second]: [f64; 3]) -> [f64; 3] {
    [1.0 - weight, second, first]
}

#[test]
fn the_labels_of_a_fit_mean_nothing() {
    for numbers in [OWN, swapped(OWN)] {
        assert_eq!(said(&expected(), answer(numbers, -100.5)), (Outcome::Passed, String::new()));
    }
    // The weights move with the components.
    let [_, first, second] = OWN;
    assert_eq!(said(&expected(), answer([0.25, second, first], -100.5)).0, Outcome::Failed);
}

#[test]
fn every_landing_has_its_words() {
    let own = "(the case's own is 0.50 below)";
    let off = |numbers: [f64; 3]| numbers.map(|x| x * (1.0 + 1e-4));
    for (answer, words) in [
        (answer(LOWER, -103.81), format!("found another stationary point: a certified local maximum, 3.81 nats below the best known {own}")),
        (answer(swapped(LOWER), -103.81), format!("found another stationary point: a certified local maximum, 3.81 nats below the best known {own}")),
        (answer(BEST, -100.0), format!("found another stationary point: a certified local maximum, the best known {own}")),
        (answer(SADDLE, -107.25), format!("stopped at a certified saddle, 7.25 nats below the best known {own}")),
        (
            answer([0.25, 1.5 * (1.0 + 1e-4), 8.0], -100.625),
            "at no known stationary point: parameters to 4.0 digits those of the nearest (the case's own, 0.50 nats below \
             the best known), stopped 0.12 nats below the certified one"
                .to_owned(),
        ),
        (
            answer([0.25, 1.5 * (1.0 + 1e-4), 8.0], -100.5),
            "at no known stationary point: parameters to 4.0 digits those of the nearest (the case's own, 0.50 nats below \
             the best known)"
                .to_owned(),
        ),
        (
            answer(off(LOWER), -103.8125),
            "at no known stationary point: parameters to 4.0 digits those of the nearest (a certified local maximum, 3.81 \
             nats below the best known), stopped 3.31 nats below the certified one"
                .to_owned(),
        ),
        // A log joint that falls short by rounding alone, one that is higher and one that is none say nothing of the way left.
        (
            answer(off(LOWER), (-100.5_f64).next_down()),
            "at no known stationary point: parameters to 4.0 digits those of the nearest (a certified local maximum, 3.81 \
             nats below the best known)"
                .to_owned(),
        ),
        (
            answer(off(SADDLE), -99.0),
            "at no known stationary point: parameters to 4.0 digits those of the nearest (a certified saddle, 7.25 nats \
             below the best known)"
                .to_owned(),
        ),
        (
            json!({"parameters": answer(off(BEST), 0.0)["parameters"], "log_joint": "-inf"}),
            "at no known stationary point: parameters to 4.0 digits those of the nearest (a certified local maximum, the \
             best known)"
                .to_owned(),
        ),
        // The right parameters with another objective are no other point.
        (answer(OWN, -100.0), "log joint: 2.3 digits of 15.0 attainable (reported -100, certified -100.5)".to_owned()),
        // Objectives alone.
        (
            json!({"log_joint": -103.81}),
            format!("by its log joint found another stationary point: a certified local maximum, 3.81 nats below the best known {own}"),
        ),
        (json!({"log_joint": -100.5 - 1e-9}), "stopped 1.0e-9 nats below the certified one".to_owned()),
        (json!({"log_joint": -101.0, "parameters": null}), "stopped 0.50 nats below the certified one".to_owned()),
        (json!({}), "nothing was reported".to_owned()),
        (json!({"parameters": []}), "parameters: expected an object, found an empty list".to_owned()),
    ] {
        assert_eq!(said(&expected(), answer), (Outcome::Failed, words));
    }
}

#[test]
fn a_point_is_met_within_the_slack_and_nowhere_else() {
    let near = |error: f64| {
        let (_, words) = said(&expected(), answer(LOWER.map(|x| x * (1.0 + error)), -103.81));
        words.split(',').next().unwrap().to_owned()
    };
    // Eight digits can be attained, and two are forgiven.
    assert_eq!(near(0.9e-6), "found another stationary point: a certified local maximum");
    assert_eq!(
        near(1.1e-6),
        "at no known stationary point: parameters to 6.0 digits those of the nearest (a certified local maximum"
    );
    let by_joint = |error: f64| said(&expected(), json!({"log_joint": -103.81 - error})).1;
    assert!(by_joint(0.9e-11).starts_with("by its log joint found another"), "{}", by_joint(0.9e-11));
    assert_eq!(by_joint(1.2e-11), "stopped 3.31 nats below the certified one");
}

#[test]
fn a_fit_that_reports_only_objectives_is_judged_on_those() {
    let finding = finding(&expected(), json!({"log_joint": -100.5}), Precision::Binary64);
    assert_eq!(
        (finding.outcome, finding.verdict.judged.len(), finding.verdict.not_reported.len()),
        (Outcome::Passed, 1, 1)
    );
}

#[test]
fn the_landing_stands_before_what_is_wrong() {
    let message = finding(&expected(), answer(BEST, -100.0), Precision::Binary64).message;
    assert!(message.contains("0.50 below); log joint: 2.3 digits of 15.0 attainable"), "{message}");
    assert_eq!(message.lines().count(), 1);
}

#[test]
fn without_a_list_there_is_the_distance_alone() {
    let bare = expected_with(Value::Null, 0.5);
    let (outcome, words) = said(&bare, answer(LOWER, -103.75));
    assert_eq!((outcome, words.as_str()), (Outcome::Failed, "stopped 3.25 nats below the certified one"));
    // What is not in our form is another certifier's affair.
    let foreign = expected_with(json!({"maxima": 3}), 0.5);
    assert_eq!(said(&foreign, answer(OWN, -100.5)).0, Outcome::Passed);
    // The last bit of a log joint that has all digits is rounding.
    let exact = expected_to(15.95, Value::Null, 0.5);
    let (_, words) = said(&exact, answer(LOWER, (-100.5_f64).next_down()));
    assert!(words.starts_with("rate of component"), "{words}");
    let (_, words) = said(&exact, answer(LOWER, -100.5 - 1e-9));
    assert_eq!(words, "stopped 1.0e-9 nats below the certified one");
    // A log joint that can have no digit tells nothing of the way left.
    let (_, words) = said(&expected_to(0.0, Value::Null, 0.5), answer(LOWER, -1e9));
    assert!(words.starts_with("rate of component"), "{words}");
    // The best one is told so.
    let best = expected_with(json!([point("maximum", 0.0, OWN), point("maximum", 3.81, LOWER)]), 0.0);
    let (_, words) = said(&best, answer(LOWER, -103.81));
    assert!(words.ends_with("3.81 nats below the best known (the case's own is that)"), "{words}");
}

#[test]
fn single_precision_lands_too() {
    let finding = finding(&expected(), answer(LOWER.map(|x| x * (1.0 + 1e-6)), -103.81), Precision::Binary32);
    assert!(finding.message.starts_with("found another stationary point"), "{}", finding.message);
}

#[test]
fn a_point_that_is_not_cut_is_the_suites_fault() {
    let mut bad = point("maximum", 0.0, OWN);
    bad["attainable_digits"] = json!({"weights": 8});
    let file = serde_json::from_value(json!({
        "format": 1, "id": "a/b", "result": {"parameters": certified(OWN)}, "attainable_digits": {"parameters": 8},
        "stationary_points": [bad],
    }))
    .unwrap();
    let case = serde_json::from_value(json!({"operation": "fit"})).unwrap();
    let error = Expected::new(Path::new("c.json"), file, &case).unwrap_err().to_string();
    assert!(
        error.starts_with("c.json: `stationary_points[0].attainable_digits.parameters.components`: missing"),
        "{error}"
    );
}
