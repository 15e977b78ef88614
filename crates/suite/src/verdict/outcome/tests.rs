//! Every response has its outcome, and every outcome its words.

use super::*;

const SETTINGS: Settings = Settings { slack: 2.0, precision: Precision::Binary64 };

fn expected() -> Expected {
    let certified = serde_json::from_value(serde_json::json!({
        "format": 1, "id": "a/b", "result": {"kl": "1.50000000000000000000000000000"},
        "attainable_digits": {"kl": 14.9},
    }))
    .unwrap();
    let case = serde_json::from_value(serde_json::json!({"operation": "divergence"})).unwrap();
    Expected::new(std::path::Path::new("c.json"), certified, &case).unwrap()
}

fn conclude_on(response: Response, good_input: bool) -> (Outcome, String) {
    let expected = expected();
    let finding = conclude(good_input.then_some(&expected), &response, SETTINGS).unwrap();
    (finding.outcome, finding.message)
}

#[test]
fn every_response_has_its_outcome() {
    let answer = |value: f64| Response::Ok(serde_json::json!({ "kl": value }));
    let text = || "why".to_owned();
    for (response, good_input, outcome, message) in [
        (answer(1.5), true, Outcome::Passed, ""),
        (
            answer(1.515),
            true,
            Outcome::Failed,
            "KL divergence: 2.0 digits of 14.9 attainable (reported 1.515, certified 1.5)",
        ),
        (answer(1.5), false, Outcome::Failed, "answered where the input must be rejected"),
        (Response::Ok(serde_json::json!({})), true, Outcome::Failed, "nothing was reported"),
        (Response::Rejected(text()), false, Outcome::Passed, ""),
        (Response::Rejected(text()), true, Outcome::Failed, "rejected good input: why"),
        (Response::Error(text()), true, Outcome::Failed, "failed with an error: why"),
        (Response::Error(text()), false, Outcome::Failed, "failed with an error where the input must be rejected: why"),
        (Response::Garbled(text()), false, Outcome::Failed, "why"),
        (Response::Unsupported(text()), true, Outcome::Unsupported, "why"),
        (Response::Crashed(text()), true, Outcome::Crashed, "why"),
        (Response::TimedOut(text()), true, Outcome::TimedOut, "why"),
    ] {
        assert_eq!(conclude_on(response, good_input), (outcome, message.to_owned()));
    }
}

#[test]
fn the_first_of_several_faults_is_said_and_the_others_are_counted() {
    let one = "1.00000000000000000000000000000";
    let certified = serde_json::from_value(serde_json::json!({
        "format": 1, "id": "a/b", "result": {"elbo": one, "kl": one, "log_joint": one, "weights": [one, "0"]},
        "attainable_digits": {"elbo": 15, "kl": 15, "log_joint": 15, "weights": 15},
    }));
    let case = serde_json::from_value(serde_json::json!({"operation": "trajectory"})).unwrap();
    let expected = Expected::new(std::path::Path::new("c.json"), certified.unwrap(), &case).unwrap();
    let message = |answer: Value| conclude(Some(&expected), &Response::Ok(answer), SETTINGS).unwrap().message;
    let digits = |digits: &str, shown: &str| format!("{digits} digits of 15.0 attainable ({shown}, certified 1)");
    for (answer, said) in [
        (serde_json::json!({"kl": 1.01}), format!("KL divergence: {}", digits("2.0", "reported 1.01"))),
        (
            serde_json::json!({"elbo": 1.001, "kl": 1.01}),
            format!("KL divergence: {}; and 1 more quantity", digits("2.0", "reported 1.01")),
        ),
        (
            serde_json::json!({"elbo": 2, "kl": 1.01, "log_joint": 1.001}),
            format!("ELBO: {}; and 2 more quantities", digits("0.0", "reported 2")),
        ),
        // The entry is named within its block.
        (serde_json::json!({"weights": [1.01, 0]}), format!("mixing weights: {}", digits("2.0", "[0]: reported 1.01"))),
        // What has no shape to be judged comes first.
        (
            serde_json::json!({"elbo": 1.01, "kl": 1.01, "log_joint": []}),
            "log_joint: expected a number, found an empty list; and 2 more quantities".to_owned(),
        ),
        (serde_json::json!([]), "expected an object, found an empty list".to_owned()),
    ] {
        assert_eq!(message(answer), said);
    }
}

#[test]
fn numbers_are_shown_short() {
    for (decimal, short) in [
        ("1.23456789012345678901234567890", "1.2345678901234567"),
        ("-1.23456789012345678901234567890e+01", "-12.345678901234567"),
        ("-0.00123456789012345678901234567890e-5", "-1.2345678901234567e-8"),
        ("1.23456789012345678901234567890E-3", "0.0012345678901234567"),
        ("2.50000000000000000000000000000e3", "2500"),
        ("2.50000000000000000000000000000e1", "25"),
        ("2.00000000000000000000000000000e1", "20"),
        ("2.00000000000000000000000000000e0", "2"),
        ("2.05000000000000000000000000000e1", "20.5"),
        ("1.00000000000000000000000000000e16", "10000000000000000"),
        ("1.00000000000000000000000000000e17", "1e17"),
        ("1.00000000000000000000000000000e-5", "0.00001"),
        ("1.00000000000000000000000000000e-1", "0.1"),
        ("1.20000000000000000000000000000e-6", "1.2e-6"),
        ("0.000", "0.000"),
        ("1.5e99999999999999999999", "1.5e99999999999999999999"),
        ("1234567890123456789012345678901234", "1.2345678901234567e33"),
        ("1.00000000000000000000000000000e-300", "1e-300"),
        ("-inf", "-inf"),
        ("0", "0"),
    ] {
        assert_eq!(certified_17(decimal), short);
    }
    assert_eq!((Shown(1e300).to_string(), Shown(0.25).to_string()), ("1e300".to_owned(), "0.25".to_owned()));
    for (shown, text) in
        [(1e17, "1e17"), (9e16, "90000000000000000"), (1e-5, "0.00001"), (9e-6, "9e-6"), (-9e-6, "-9e-6")]
    {
        assert_eq!(Shown(shown).to_string(), text);
    }
    assert_eq!((Shown(f64::NAN).to_string(), Shown(0.0).to_string()), ("nan".to_owned(), "0".to_owned()));
}
