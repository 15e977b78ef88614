//! `evidence` and `variational` at the edges: what is refused, what is declined and why, and which of the two comes first.

use reference_adapter::Reference;
use serde_json::{Value, json};
use suite::{
    format::Case,
    implementation::{Implementation, Response},
};

fn ask(case: Value) -> Response {
    let case: Case = serde_json::from_value(case).expect("a case");
    Reference::new().run(&case)
}

/// `count` rows 0, 1, 2, ... of one dimension, with components of unit variance.
fn evidence(count: usize, concentration: Value) -> Value {
    let rows: Vec<[usize; 1]> = (0..count).map(|n| [n]).collect();
    let components = concentration.as_array().map_or(0, Vec::len);
    json!({
        "operation": "evidence",
        "data": {"observations": rows},
        "model": {"family": "gaussian", "covariance": "identity"},
        "prior": {"weights": {"dirichlet": concentration}, "components": {"normal": {"mean": [0], "precision": 1}}},
        "components": components,
    })
}

fn declined(response: Response) -> String {
    match response {
        Response::Unsupported(reason) => reason,
        other => panic!("expected `unsupported`, found {other:?}"),
    }
}

fn refused(response: Response) -> String {
    match response {
        Response::Rejected(reason) => reason,
        other => panic!("expected `rejected`, found {other:?}"),
    }
}

#[test]
fn a_sum_of_too_many_terms_is_declined_with_their_count() {
    // 3^16 terms; with equal concentrations S(16, 1) + S(16, 2) + S(16, 3), which are summed.
    let reason = declined(ask(evidence(16, json!([1, 2, 3]))));
    assert!(reason.contains("43046721 terms") && reason.contains("16777216"), "{reason}");
    assert!(matches!(ask(evidence(16, json!([2, 2, 2]))), Response::Ok(_)));
    let reason = declined(ask(evidence(21, json!([1, 1]))));
    assert!(reason.contains("2097152 sets"), "{reason}");
    assert!(matches!(ask(evidence(200, json!([1]))), Response::Ok(_)), "one component is no sum");
}

#[test]
fn shared_covariances_and_weighted_observations_are_declined() {
    let mut tied = evidence(3, json!([1, 1]));
    tied["model"]["covariance"] = json!("tied");
    assert!(declined(ask(tied.clone())).contains("tied"));
    let mut weighted = evidence(2, json!([1, 1]));
    weighted["data"]["weights"] = json!([1, 2]);
    assert!(declined(ask(weighted.clone())).contains("unweighted"));
    weighted["data"]["weights"] = json!([1, 1]);
    assert!(matches!(ask(weighted), Response::Ok(_)));
}

#[test]
fn bad_data_are_refused_before_anything_is_declined() {
    for (weights, field) in
        [(json!([1, "nan"]), "data.weights[1]"), (json!([1, -2]), "data.weights[1]"), (json!([2]), "data.weights")]
    {
        let mut case = evidence(2, json!([1, 1]));
        case["data"]["weights"] = weights;
        let reason = refused(ask(case));
        assert!(reason.contains(field), "{reason}");
    }
    let mut tied = evidence(2, json!([1, 1]));
    tied["model"]["covariance"] = json!("tied");
    tied["data"]["observations"][0][0] = json!("nan");
    let reason = refused(ask(tied));
    assert!(reason.contains("data.observations[0][0]"), "{reason}");
}

#[test]
fn both_priors_must_be_given() {
    for part in ["weights", "components"] {
        let mut case = evidence(2, json!([1, 1]));
        case["prior"].as_object_mut().expect("an object").remove(part);
        let reason = refused(ask(case));
        assert!(reason.contains(&format!("prior.{part}")), "{reason}");
    }
}
