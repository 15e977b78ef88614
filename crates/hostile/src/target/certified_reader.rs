//! The reader of certified values, and what is expected of an answer to them.

use std::path::Path;

use serde_json::Value;
use suite::{
    expected::{Expected, Node},
    format::{Case, Decimal, Operation, Precision},
    golden::certified_from_text,
    implementation::Response,
    place::Place,
    verdict::{Outcome, SLACK, Settings, conclude},
};

use super::Target;
use crate::{seeds, truth};

/// The target.
pub const TARGET: Target = Target {
    name: "certified_reader",
    claim: "any bytes are certified values or an error with a place; certified values pass their own judgement, in any order of a fit's components",
    run,
    seeds: || seeds::of_files(&|suite, case| suite.certified_path(case.name())),
};

fn run(bytes: &[u8]) {
    let path = Path::new("hostile.json");
    let text = String::from_utf8_lossy(bytes);
    let id = text.split("\"id\"").nth(1).and_then(|rest| rest.split('"').nth(1)).unwrap_or("hostile/case");
    let certified = match certified_from_text(path, id, &text) {
        Ok(certified) => certified,
        Err(error) => return assert!(error.to_string().starts_with("hostile.json"), "{error}"),
    };
    for operation in
        [Operation::Evaluate, Operation::Bound, Operation::Trajectory, Operation::Fit, Operation::Variational]
    {
        let case: Case = serde_json::from_value(serde_json::json!({ "operation": operation })).expect("a case");
        match Expected::new(path, certified.clone(), &case) {
            Ok(expected) => judge(&expected, &certified.result),
            Err(error) => assert!(error.to_string().starts_with("hostile.json"), "{error}"),
        }
    }
}

/// The nearest doubles of certified values pass, where doubles come near them.
fn judge(expected: &Expected, result: &Value) {
    for precision in [Precision::Binary64, Precision::Binary32] {
        let Ok(quantities) = expected.quantities(precision) else { continue };
        let answer = Response::Ok(truth::in_doubles(result));
        let finding = conclude(Some(expected), &answer, Settings { slack: SLACK, precision });
        let finding = finding.expect("the precision is certified");
        if has_numbers(quantities) && in_range(quantities) {
            assert_eq!(finding.outcome, Outcome::Passed, "{}", finding.message);
        }
    }
}

fn has_numbers(quantities: &Node) -> bool {
    !quantities.numbers(&Place::default()).is_empty()
}

/// Whether the scales are where the spacing of doubles is relative.
fn in_range(quantities: &Node) -> bool {
    let representable = |certified: &Decimal| certified.nearest().is_finite() || certified.as_str().contains("inf");
    let numbers = quantities.numbers(&Place::default());
    numbers.iter().all(|number| {
        let exact = number.certified.as_str() == "0";
        representable(&number.certified) && (exact || (1e-290..=f64::MAX).contains(&number.scale))
    })
}
