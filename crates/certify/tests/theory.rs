//! Bounds, evidence, variational bounds and divergences against independent computations.
//!
//! The expected values in `theory.json` were computed with mpmath in 60-digit arithmetic, each by another route than the
//! certifier's: bounds by log-sum-exp; the evidence by ratios of normalisers for each assignment; a variational bound as
//! the entropy of the responsibilities plus the log normalisers that its optimal factors give; divergences by quadrature or
//! summation of `q log q/p`. Those named `quadrature` integrate likelihood times prior over the parameters in double precision, to
//! the digits that they state.

use std::collections::BTreeSet;

use rug::Float;
use serde_json::Value;

fn float(text: &str) -> Float {
    Float::with_val(256, Float::parse(text).unwrap())
}

/// Compares every decimal, to so many digits.
fn assert_same(place: &str, certified: &Value, expected: &Value, digits: u32) {
    match (certified, expected) {
        (Value::String(certified), Value::String(expected)) if float(expected).is_infinite() => {
            assert_eq!(certified, expected, "{place}");
        }
        (Value::String(certified), Value::String(expected)) => {
            let (certified, expected) = (float(certified), float(expected));
            let error = (certified.clone() - &expected).abs();
            let allowed = expected.clone().abs() * Float::with_val(64, Float::parse(format!("1e-{digits}")).unwrap());
            assert!(error <= allowed, "{place}: {certified:.36} is not {expected:.36}");
        }
        (Value::Array(certified), Value::Array(expected)) => {
            assert_eq!(certified.len(), expected.len(), "{place}");
            for (index, (certified, expected)) in certified.iter().zip(expected).enumerate() {
                assert_same(&format!("{place}[{index}]"), certified, expected, digits);
            }
        }
        (Value::Object(certified), Value::Object(expected)) => {
            assert_eq!(certified.len(), expected.len(), "{place}");
            for (name, expected) in expected {
                assert_same(&format!("{place}.{name}"), &certified[name], expected, digits);
            }
        }
        _ => panic!("{place}: {certified} is not {expected}"),
    }
}

#[test]
fn the_operations_of_the_theory_agree_with_independent_computations() {
    let examples: Vec<Value> = serde_json::from_str(include_str!("theory.json")).unwrap();
    let mut operations = BTreeSet::new();
    for example in &examples {
        let id = example["id"].as_str().unwrap();
        let case: suite::format::Case = serde_json::from_value(example["case"].clone()).unwrap();
        operations.insert(case.operation);
        let certification = certify::certify(&case, id).unwrap_or_else(|error| panic!("{id}: {error}"));
        let certified = certification.certified("");
        assert_same(id, &certified.result, &example["result"], example["digits"].as_u64().unwrap() as u32);
        assert_eq!(certification.disagreement(&certified), None, "{id}");
    }
    assert_eq!((examples.len(), operations.len()), (71, 4));
}
