//! Every family, structure and prior against an independent computation.
//!
//! The expected values in `independent.json` come from textbook formulas (log-sum-exp, Cholesky factors, scatter about the
//! weighted mean plus the prior's own term) in 60-digit arithmetic of mpmath, printed to 50 digits.

use rug::Float;
use serde_json::Value;

fn float(text: &str) -> Float {
    Float::with_val(256, Float::parse(text).unwrap())
}

/// Compares every decimal, to 33 digits.
fn assert_same(place: &str, certified: &Value, expected: &Value) {
    match (certified, expected) {
        (Value::String(certified), Value::String(expected)) => {
            let (certified, expected) = (float(certified), float(expected));
            let error = (certified.clone() - &expected).abs();
            assert!(error <= expected.clone().abs() * 1e-33, "{place}: {certified:.36} is not {expected:.36}");
        }
        (Value::Array(certified), Value::Array(expected)) => {
            assert_eq!(certified.len(), expected.len(), "{place}");
            for (index, (certified, expected)) in certified.iter().zip(expected).enumerate() {
                assert_same(&format!("{place}[{index}]"), certified, expected);
            }
        }
        (Value::Object(certified), Value::Object(expected)) => {
            assert_eq!(certified.len(), expected.len(), "{place}");
            for (name, expected) in expected {
                assert_same(&format!("{place}.{name}"), &certified[name], expected);
            }
        }
        _ => panic!("{place}: {certified} is not {expected}"),
    }
}

fn each_number(value: &Value, visit: &mut impl FnMut(f64)) {
    match value {
        Value::Number(number) => visit(number.as_f64().unwrap()),
        Value::Array(items) => items.iter().for_each(|item| each_number(item, visit)),
        Value::Object(items) => items.values().for_each(|item| each_number(item, visit)),
        _ => panic!("{value} is no number of digits"),
    }
}

#[test]
fn every_family_structure_and_prior_agrees_with_an_independent_computation() {
    let examples: Vec<Value> = serde_json::from_str(include_str!("independent.json")).unwrap();
    assert_eq!(examples.len(), 51);
    for example in &examples {
        let id = example["id"].as_str().unwrap();
        let case = serde_json::from_value(example["case"].clone()).unwrap();
        let certification = certify::certify(&case, id).unwrap_or_else(|error| panic!("{id}: {error}"));
        let certified = certification.certified("");
        assert_same(id, &certified.result, &example["result"]);
        assert_eq!(certification.disagreement(&certified), None, "{id}");
        let mut least = f64::INFINITY;
        each_number(&certified.attainable_digits, &mut |digits| {
            assert!((0.0..=15.95).contains(&digits), "{id}: {digits}");
            least = least.min(digits);
        });
        assert!(least > 11.0, "{id} is well conditioned, but leaves {least} digits");
        each_number(&certified.attainable_digits_binary32.unwrap(), &mut |digits| assert!(digits <= 7.22, "{id}"));
    }
}

#[test]
fn a_higher_precision_confirms_and_a_changed_digit_does_not() {
    let examples: Vec<Value> = serde_json::from_str(include_str!("independent.json")).unwrap();
    let example = examples.iter().find(|example| example["id"] == "gaussian-full-map/trajectory").unwrap();
    let case = serde_json::from_value(example["case"].clone()).unwrap();
    let first = certify::certify(&case, "any").unwrap();
    let mut file = first.certified("");
    let again = certify::certify_from(&case, "any", first.bits() + 128).unwrap();
    assert_eq!(again.disagreement(&file), None);
    let text = file.result["log_joint"][2].as_str().unwrap().to_owned();
    let (mantissa, exponent) = text.split_once('e').unwrap();
    let (kept, last) = mantissa.split_at(mantissa.len() - 1);
    let changed = (last.parse::<u8>().unwrap() + 5) % 10;
    file.result["log_joint"][2] = Value::String(format!("{kept}{changed}e{exponent}"));
    assert_eq!(again.disagreement(&file).as_deref(), Some("result.log_joint[2]"));
    file.result["log_joint"][2] = Value::String(text);
    file.attainable_digits["log_joint"][0] = Value::from(3.0);
    assert_eq!(again.disagreement(&file).as_deref(), Some("attainable_digits"));
    file.result.as_object_mut().unwrap().remove("parameters");
    assert_eq!(again.disagreement(&file).as_deref(), Some("result.parameters"));
}
