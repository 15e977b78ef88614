//! Certified files cut into blocks: ours, and those of suites that somebody else wrote.

use serde_json::json;

use super::*;

const ONE: &str = "1.00000000000000000000000000000";

fn decimal(x: i32) -> String {
    format!("{x}.00000000000000000000000000000")
}

/// A case with an operation and weights; nothing else of it is looked at.
fn case(operation: &str, weights: Value) -> Case {
    serde_json::from_value(json!({"operation": operation, "data": {"observations": [], "weights": weights}})).unwrap()
}

fn cut(case: &Case, mut file: Value) -> Result<Expected> {
    file["format"] = json!(1);
    file["id"] = json!("a/b");
    Expected::new(Path::new("c.json"), serde_json::from_value(file).unwrap(), case)
}

fn expected(result: Value, attainable: Value, scales: Value) -> Result<Expected> {
    let file = json!({"result": result, "attainable_digits": attainable, "scales": scales});
    cut(&case("trajectory", Value::Null), file)
}

fn message(result: Value, attainable: Value, scales: Value) -> String {
    expected(result, attainable, scales).unwrap_err().to_string()
}

/// Place, attainable digits and scale of every block.
fn blocks(expected: &Expected, precision: Precision) -> Vec<(String, f64, f64)> {
    fn walk(place: &Place, node: &Node, found: &mut Vec<(String, f64, f64)>) {
        match node {
            Node::Block(block) => found.push((place.to_string(), block.attainable, block.scale)),
            Node::List(_, items) => items.iter().enumerate().for_each(|(n, item)| walk(&place.index(n), item, found)),
            Node::Map(items) => items.iter().for_each(|(key, item)| walk(&place.key(key), item, found)),
        }
    }
    let mut found = Vec::new();
    walk(&Place::default(), expected.quantities(precision).unwrap(), &mut found);
    found
}

fn binary64(expected: Result<Expected>) -> Vec<(String, f64, f64)> {
    blocks(&expected.unwrap(), Precision::Binary64)
}

fn block(place: &str, attainable: f64, scale: f64) -> (String, f64, f64) {
    (place.to_owned(), attainable, scale)
}

#[test]
fn a_number_of_digits_makes_a_block_of_all_below_it() {
    let read = expected(
        json!({"log_densities": [[ONE, ONE], [decimal(-3), "-inf"]], "empty_components": [[1, 0]], "iterations": 3}),
        json!({"log_densities": [15.95, 14]}),
        json!({"log_densities": ["7.5"]}),
    )
    .unwrap();
    assert_eq!(read.empty_components, EmptyComponents::from([[1, 0]]));
    let found = blocks(&read, Precision::Binary64);
    assert_eq!(found, [block("log_densities[0]", 15.95, 7.5), block("log_densities[1]", 14.0, 3.0)]);
    let missing = read.quantities(Precision::Binary32).unwrap_err().to_string();
    assert!(missing.starts_with("c.json: `attainable_digits_binary32`: missing"), "{missing}");
}

#[test]
fn digits_may_stand_at_any_level() {
    let densities = json!({"log_densities": [[ONE, decimal(2)], [decimal(-3), "-inf"]]});
    let cut = |digits: Value| binary64(expected(densities.clone(), digits, Value::Null));
    assert_eq!(cut(json!({"log_densities": 14})), [block("log_densities", 14.0, 3.0)]);
    assert_eq!(
        cut(json!({"log_densities": [[15, 14], 13]})),
        [
            block("log_densities[0][0]", 15.0, 1.0),
            block("log_densities[0][1]", 14.0, 2.0),
            block("log_densities[1]", 13.0, 3.0)
        ]
    );
    assert_eq!(cut(json!(12)), [block("", 12.0, 3.0)]);

    let component = json!({"probabilities": [[ONE, "0"], ["0", ONE]]});
    let mixture = json!({"parameters": {"weights": [ONE], "components": [component]}, "converged": true});
    let cut = |digits: Value| binary64(expected(mixture.clone(), digits, Value::Null));
    assert_eq!(cut(json!({"parameters": 14})), [block("parameters", 14.0, 1.0)]);
    assert_eq!(cut(json!(14)), [block("", 14.0, 1.0)]);
    assert_eq!(
        cut(json!({"parameters": {"weights": [15], "components": [{"probabilities": 13}]}, "converged": 1})),
        [block("parameters.weights[0]", 15.0, 1.0), block("parameters.components[0].probabilities", 13.0, 1.0)]
    );

    let component = json!({"mean": [ONE], "covariance": [[decimal(2), ONE], [ONE, decimal(3)]]});
    let by_row = json!({"parameters": {"components": [{"mean": 15, "covariance": [14, 13]}]}});
    assert_eq!(
        binary64(expected(json!({"parameters": {"components": [component]}}), by_row, Value::Null)),
        [
            block("parameters.components[0].mean", 15.0, 1.0),
            block("parameters.components[0].covariance[0]", 14.0, 2.0),
            block("parameters.components[0].covariance[1]", 13.0, 3.0),
        ]
    );
}

#[test]
fn scales_hold_at_whatever_level_they_stand() {
    let result = json!({"log_evidence": [decimal(-8), decimal(-6)]});
    let cut = |digits: Value, scales: Value| binary64(expected(result.clone(), digits, scales));
    let whole = json!({"log_evidence": 15});
    assert_eq!(cut(whole.clone(), json!({"log_evidence": ["7", "9"]})), [block("log_evidence", 15.0, 9.0)]);
    assert_eq!(cut(whole, json!({"log_evidence": ["7", null]})), [block("log_evidence", 15.0, 8.0)]);
    assert_eq!(
        cut(json!({"log_evidence": [15, 14]}), json!({"log_evidence": "7"})),
        [block("log_evidence[0]", 15.0, 8.0), block("log_evidence[1]", 14.0, 7.0)]
    );
}

#[test]
fn each_precision_has_blocks_of_its_own() {
    let file = json!({"result": {"log_densities": [[ONE], [decimal(4)]]},
        "attainable_digits": {"log_densities": [15, 15]}, "attainable_digits_binary32": {"log_densities": 6}});
    let read = cut(&case("evaluate", Value::Null), file.clone()).unwrap();
    assert_eq!(blocks(&read, Precision::Binary64).len(), 2);
    assert_eq!(blocks(&read, Precision::Binary32), [block("log_densities", 6.0, 4.0)]);
    let mut partial = file;
    partial["attainable_digits_binary32"] = json!({});
    let read = cut(&case("evaluate", Value::Null), partial).unwrap();
    let missing = read.quantities(Precision::Binary32).unwrap_err().to_string();
    let wanted = "c.json: `attainable_digits_binary32.log_densities`: missing, but there is a result";
    assert_eq!((blocks(&read, Precision::Binary64).len(), missing.as_str()), (2, wanted));
}

#[test]
fn without_scales_the_objectives_of_evaluate_are_measured_by_what_was_added_up() {
    let result = |terms: Value, joint: &str| {
        json!({"result": {"log_evidence_terms": terms, "log_evidence": decimal(-2), "log_joint": joint},
            "attainable_digits": {"log_evidence_terms": 15, "log_evidence": 15, "log_joint": 15}})
    };
    let terms = json!([decimal(-4), decimal(2)]);
    let scales = |operation: &str, weights: Value, file: Value| -> Vec<f64> {
        binary64(cut(&case(operation, weights), file)).into_iter().skip(1).map(|(_, _, scale)| scale).collect()
    };
    let file = || result(terms.clone(), &decimal(-3));
    assert_eq!(scales("evaluate", Value::Null, file()), [6.0, 6.0]);
    assert_eq!(scales("evaluate", json!([2, 0.5]), file()), [9.0, 9.0]);
    // A prior that is larger than the rest, on both objectives; one that is not finite, on neither.
    assert_eq!(scales("evaluate", Value::Null, result(terms.clone(), &decimal(-50))), [48.0, 50.0]);
    assert_eq!(scales("evaluate", Value::Null, result(terms.clone(), "-inf")), [6.0, 6.0]);
    // A row without weight adds nothing; an impossible one leaves the magnitudes of the objectives themselves.
    let impossible = json!(["-inf", decimal(3)]);
    assert_eq!(scales("evaluate", json!([0, 1]), result(impossible.clone(), &decimal(-3))), [3.0, 3.0]);
    assert_eq!(scales("evaluate", Value::Null, result(impossible, &decimal(-3))), [2.0, 3.0]);
    // Weights that are not one a term, another operation, scales that are given.
    assert_eq!(scales("evaluate", json!([1]), file()), [2.0, 3.0]);
    assert_eq!(scales("trajectory", Value::Null, file()), [2.0, 3.0]);
    let mut given = file();
    given["scales"] = json!({"log_evidence": "100"});
    assert_eq!(scales("evaluate", Value::Null, given), [100.0, 6.0]);
}

#[test]
fn without_scales_the_sums_of_a_bound_share_the_larger_magnitude() {
    let bound = |elbo: &str, joint: &str, kl: &str| {
        let file = json!({"result": {"elbo": elbo, "kl": kl, "log_joint": joint},
            "attainable_digits": {"elbo": 15, "kl": 14, "log_joint": 15}});
        let blocks = binary64(cut(&case("bound", Value::Null), file));
        blocks.into_iter().map(|(_, _, scale)| scale).collect::<Vec<_>>()
    };
    assert_eq!(bound(&decimal(-9), &decimal(-4), &decimal(5)), [9.0, 5.0, 9.0]);
    assert_eq!(bound(&decimal(1), &decimal(-4), "0"), [4.0, 0.0, 4.0]);
    assert_eq!(bound("-inf", &decimal(-4), "inf"), [4.0, 0.0, 4.0]);
    assert_eq!(bound("-inf", "-inf", "inf"), [0.0, 0.0, 0.0]);
}

#[test]
fn the_elbo_of_a_variational_run_is_cut_as_its_digits_are() {
    let result = json!({"elbo": [decimal(-9), decimal(-4)], "responsibilities": [[ONE, "0"], ["0", ONE]]});
    let variational = |elbo: Value, scales: Value| {
        let digits = json!({"elbo": elbo, "responsibilities": [13, 12]});
        let file = json!({"result": result, "attainable_digits": digits, "scales": scales});
        binary64(cut(&case("variational", Value::Null), file))
    };
    let rows = [block("responsibilities[0]", 13.0, 1.0), block("responsibilities[1]", 12.0, 1.0)];
    let with_rows = |elbo: &[(String, f64, f64)]| [elbo, &rows].concat();
    let one = |scale: f64| with_rows(&[block("elbo", 15.0, scale)]);
    let each = |first: f64, last: f64| with_rows(&[block("elbo[0]", 15.0, first), block("elbo[1]", 14.0, last)]);
    assert_eq!(variational(json!(15), Value::Null), one(9.0));
    assert_eq!(variational(json!([15, 14]), Value::Null), each(9.0, 9.0));
    assert_eq!(variational(json!([15, 14]), json!({"elbo": ["30", "20"]})), each(30.0, 20.0));
    assert_eq!(variational(json!(15), json!({"elbo": ["30", "20"]})), one(30.0));
}

#[test]
fn trees_that_do_not_fit_are_the_suites_fault_and_say_where() {
    let case = message(json!({"kl": ONE, "elbo": ONE}), json!({"kl": 15}), Value::Null);
    assert_eq!(case, "c.json: `attainable_digits.elbo`: missing, but there is a result");
    let case = message(json!({"kl": ONE}), json!({"kl": [15]}), Value::Null);
    assert_eq!(case, "c.json: `attainable_digits.kl`: does not have the shape of the result");
    let case = message(json!({"kl": ONE}), json!([15]), Value::Null);
    assert_eq!(case, "c.json: `attainable_digits`: does not have the shape of the result");
    let case = message(json!({"kl": 1.5}), json!({"kl": 15}), Value::Null);
    assert_eq!(case, "c.json: `result.kl`: expected decimal strings");
    let case = message(json!({"kl": ONE}), json!({"kl": 15}), json!({"kl": 3}));
    assert_eq!(case, "c.json: `scales.kl`: expected a decimal string, not negative");
    let case = message(json!({"kl": ONE}), json!({"kl": -1}), Value::Null);
    assert_eq!(case, "c.json: `attainable_digits.kl`: is no number of digits from 0 to 15.95");
    let case = message(json!({"elbo": [ONE]}), json!({"elbo": [15, 15]}), Value::Null);
    assert_eq!(case, "c.json: `attainable_digits.elbo`: does not have the shape of the result");
}

#[test]
fn a_file_without_a_number_judges_nobody() {
    for (result, digits) in [
        (json!({}), json!({})),
        (json!({"iterations": 3, "converged": true}), json!({})),
        (json!({"parameters": {}}), json!({"parameters": {}})),
        (json!({"elbo": []}), json!({"elbo": 15})),
        (json!({"elbo": [], "parameters": {"weights": []}}), json!({"elbo": [], "parameters": 15})),
    ] {
        assert_eq!(message(result, digits, Value::Null), "c.json: `result`: has nothing to judge");
    }
}

#[test]
fn a_scale_is_finite_and_not_negative_wherever_it_stands() {
    let parameters = json!({"parameters": {"weights": [ONE, ONE], "components": [{"mean": [ONE]}]}});
    let scales = |scale: &str| json!({"parameters": {"weights": ["7", null], "components": [{"mean": scale}]}});
    let digits = || json!({"parameters": 15});
    assert_eq!(binary64(expected(parameters.clone(), digits(), scales("9"))), [block("parameters", 15.0, 9.0)]);
    for bad in ["inf", "-inf", "nan", "-1", "1e999", "one", ""] {
        let found = message(parameters.clone(), digits(), scales(bad));
        assert_eq!(found, "c.json: `scales.parameters`: expected a decimal string, not negative", "{bad}");
    }
}
