//! What the theory says of every case, and the degenerate input of the operations that came from it.

use certify::{CertifyError, certify};
use rug::Float;
use serde_json::{Value, json};

fn run(case: &Value) -> Result<Value, CertifyError> {
    let case = serde_json::from_value(case.clone()).unwrap();
    certify(&case, "test/theory").map(|certification| serde_json::to_value(certification.certified("")).unwrap())
}

fn result(case: &Value) -> Value {
    run(case).unwrap_or_else(|error| panic!("{case}: {error}"))["result"].clone()
}

fn assert_rejected(case: &Value, with: &str) {
    match run(case) {
        Err(CertifyError::Rejected(reason)) => {
            assert!(reason.to_string().contains(with), "`{reason}` does not say `{with}`");
        }
        other => panic!("{case} is not rejected: {other:?}"),
    }
}

fn assert_beyond(case: &Value, with: &str) {
    match run(case) {
        Err(CertifyError::Beyond(reason)) => assert!(reason.contains(with), "`{reason}` does not say `{with}`"),
        other => panic!("{case} has another outcome: {other:?}"),
    }
}

fn float(value: &Value) -> Float {
    Float::with_val(256, Float::parse(value.as_str().unwrap_or_else(|| panic!("{value}"))).unwrap())
}

/// Equal to 32 digits of the larger, of 34 that are printed.
fn assert_close(a: &Float, b: &Float, what: &Value) {
    let largest = a.clone().abs().max(&b.clone().abs());
    let error = Float::with_val(256, a - b).abs();
    assert!(error <= largest * 1e-32, "{a:.36} is not {b:.36} in {what}");
}

fn changed(case: &Value, place: &str, value: Value) -> Value {
    let mut case = case.clone();
    *case.pointer_mut(place).unwrap_or_else(|| panic!("{place}")) = value;
    case
}

fn without(case: &Value, place: &str) -> Value {
    let mut case = case.clone();
    let (parent, name) = place.rsplit_once('/').unwrap();
    case.pointer_mut(parent).unwrap().as_object_mut().unwrap().remove(name).unwrap();
    case
}

fn examples(operation: &str) -> Vec<Value> {
    let examples: Vec<Value> = serde_json::from_str(include_str!("theory.json")).unwrap();
    let cases = examples.into_iter().map(|example| example["case"].clone());
    let found: Vec<Value> = cases.filter(|case| case["operation"] == operation).collect();
    assert!(found.len() >= 3, "{operation}");
    found
}

#[test]
fn elbo_and_kl_add_up_to_the_log_joint() {
    for case in examples("bound") {
        let result = result(&case);
        let sum = float(&result["elbo"]) + float(&result["kl"]);
        assert_close(&sum, &float(&result["log_joint"]), &case);
        assert!(float(&result["kl"]) > 0);
    }
}

/// Two rates, one of which is 0: the second component can only make zeros.
fn poisson_bound() -> Value {
    json!({
        "operation": "bound", "model": {"family": "poisson"}, "data": {"observations": [[0], [3]], "weights": [1, 2]},
        "parameters": {"weights": [0.5, 0.5], "components": [{"rate": [2]}, {"rate": [0]}]},
        "q": [[0.25, 0.75], [1, 0]],
    })
}

#[test]
fn what_is_impossible_is_infinite_exactly_and_only_where_it_is_claimed() {
    let case = poisson_bound();
    let file = run(&case).unwrap();
    let sum = float(&file["result"]["elbo"]) + float(&file["result"]["kl"]);
    assert_close(&sum, &float(&file["result"]["log_joint"]), &case);

    let claimed = run(&changed(&case, "/q/1", json!([0.5, 0.5]))).unwrap();
    assert_eq!((&claimed["result"]["elbo"], &claimed["result"]["kl"]), (&json!("-inf"), &json!("inf")));
    assert_eq!(claimed["result"]["log_joint"], file["result"]["log_joint"]);
    assert_eq!(claimed["attainable_digits"]["kl"], json!(15.95));
    assert!(float(&claimed["scales"]["elbo"]).is_finite() && float(&claimed["scales"]["kl"]).is_finite());

    let unweighted = changed(&changed(&case, "/q/1", json!([0.5, 0.5])), "/data/weights", json!([1, 0]));
    assert!(float(&result(&unweighted)["elbo"]).is_finite());

    let impossible = changed(&case, "/parameters/components/0/rate", json!([0]));
    let file = run(&impossible).unwrap();
    assert_eq!(file["result"], json!({"elbo": "-inf", "log_joint": "-inf"}));
    let file = result(&changed(&impossible, "/data/weights", json!([1, 0])));
    assert_eq!(file["log_joint"], json!("0"));
    assert!(float(&file["kl"]) > 0);
}

#[test]
fn a_divergence_from_what_cannot_be_otherwise_is_an_exact_zero() {
    let case = poisson_bound();
    let alone = without(&changed(&case, "/data/observations", json!([[3], [4]])), "/q");
    let mut alone = alone;
    alone["q"] = json!([[1, 0], [1, 0]]);
    let file = run(&alone).unwrap();
    assert_eq!((&file["result"]["kl"], &file["attainable_digits"]["kl"]), (&json!("0"), &json!(15.95)));
    let one = json!({"weights": [1], "components": [{"rate": [2]}]});
    let one = changed(&changed(&case, "/parameters", one), "/q", json!([[1], [0.999_999_999_9]]));
    assert_eq!(result(&one)["kl"], json!("0"));
    // Equal by symmetry, which nothing here proves.
    let same =
        changed(&changed(&case, "/parameters/components/1/rate", json!([2])), "/q", json!([[0.5, 0.5], [0.5, 0.5]]));
    assert!(matches!(run(&same), Err(CertifyError::Uncertain { quantity, .. }) if quantity == "kl"));
}

#[test]
fn malformed_bounds_are_rejected() {
    let case = poisson_bound();
    for (place, value, with) in [
        ("/q/0", json!([0.5, 0.4]), "q[0]"),
        ("/q/0", json!([1.5, -0.5]), "q[0][1]"),
        ("/q/0/1", json!("nan"), "q[0][1]"),
        ("/q/1", json!([1]), "q[1]"),
        ("/q", json!([[1, 0]]), "q"),
        ("/q", json!({"family": "poisson", "rate": [1]}), "q"),
        ("/parameters/weights", json!([0.5, 0.6]), "parameters.weights"),
    ] {
        assert_rejected(&changed(&case, place, value), with);
    }
    assert_rejected(&without(&case, "/q"), "`q`");
}

#[test]
fn the_variational_bound_never_decreases_nor_exceeds_the_evidence() {
    for case in examples("variational") {
        let bounds = result(&case)["elbo"].clone();
        let bounds: Vec<Float> = bounds.as_array().unwrap().iter().map(float).collect();
        assert!(bounds.windows(2).all(|pair| pair[0] < pair[1]), "{case}: {bounds:?}");
        let mut exact = without(&without(&case, "/responsibilities"), "/iterations");
        exact["operation"] = json!("evidence");
        exact["components"] = json!(2);
        let exact = float(&result(&exact)["log_model_evidence"]);
        assert!(*bounds.last().unwrap() < exact, "{case}");
    }
}

#[test]
fn with_one_component_the_bound_is_the_evidence() {
    for case in examples("variational") {
        let rows = vec![json!([1]); case["data"]["observations"].as_array().unwrap().len()];
        let case = changed(&changed(&case, "/responsibilities", json!(rows)), "/prior/weights/dirichlet", json!([1.5]));
        let bounds = result(&case)["elbo"].clone();
        let mut exact = without(&without(&case, "/responsibilities"), "/iterations");
        exact["operation"] = json!("evidence");
        exact["components"] = json!(1);
        let exact = float(&result(&exact)["log_model_evidence"]);
        bounds.as_array().unwrap().iter().for_each(|bound| assert_close(&float(bound), &exact, &case));
    }
}

#[test]
fn the_evidence_depends_neither_on_the_order_of_the_observations_nor_on_the_labels() {
    for case in examples("evidence") {
        let mut turned = case.clone();
        turned["data"]["observations"].as_array_mut().unwrap().reverse();
        turned["prior"]["weights"]["dirichlet"].as_array_mut().unwrap().reverse();
        let evidence = |case| float(&result(case)["log_model_evidence"]);
        assert_close(&evidence(&case), &evidence(&turned), &case);
    }
}

#[test]
fn the_evidences_of_all_data_sets_add_up_to_1() {
    let case = json!({
        "operation": "evidence", "components": 2, "model": {"family": "categorical", "levels": [3]},
        "data": {"observations": [[0], [0]]},
        "prior": {"weights": {"dirichlet": [0.5, 2]}, "components": {"dirichlet": {"concentration": [[0.7, 1.4, 2.5]]}}},
    });
    let mut total = Float::with_val(256, 0);
    for (first, second) in (0..9).map(|index| (index / 3, index % 3)) {
        let case = changed(&case, "/data/observations", json!([[first], [second]]));
        total += float(&result(&case)["log_model_evidence"]).exp();
    }
    assert_close(&total, &Float::with_val(256, 1), &case);
}

#[test]
fn what_a_bayesian_operation_lacks_is_named() {
    for (operation, index) in [("evidence", 0), ("variational", 0)] {
        let case = examples(operation)[index].clone();
        assert_rejected(&without(&case, "/prior/weights"), "prior.weights");
        assert_rejected(&without(&case, "/prior/components"), "prior.components");
        assert_rejected(&without(&case, "/prior"), "prior");
        assert_rejected(&changed(&case, "/prior/weights/dirichlet", json!([1, 0])), "dirichlet[1]");
        assert_rejected(&changed(&case, "/data/observations/0/0", json!("nan")), "data.observations[0][0]");
        let rows = case["data"]["observations"].as_array().unwrap().len();
        let mut weighted = case.clone();
        weighted["data"]["weights"] = json!(vec![1.0; rows]);
        assert_eq!(result(&weighted), result(&case));
        weighted["data"]["weights"][0] = json!(2);
        assert_beyond(&weighted, "weights other than 1");
        let wishart = json!({"normal_inverse_wishart":
            {"mean": [0, 0], "mean_precision": 1, "degrees_of_freedom": 3, "scale": [[1, 0], [0, 1]]}});
        let tied = changed(&case, "/model", json!({"family": "gaussian", "covariance": "tied"}));
        assert_beyond(&changed(&tied, "/prior/components", wishart), "tied");
    }
    let case = examples("evidence")[0].clone();
    assert_rejected(&changed(&case, "/components", json!(0)), "components");
    assert_rejected(&changed(&case, "/components", json!(3)), "prior.weights.dirichlet");
    let many = vec![json!([0, 0]); 21];
    assert_beyond(&changed(&case, "/data/observations", json!(many)), "2097152 terms");
    let many = vec![json!([0, 0]); 70];
    assert_beyond(&changed(&case, "/data/observations", json!(many)), "2^70 terms");
    let case = examples("variational")[0].clone();
    assert_rejected(&changed(&case, "/responsibilities/0", json!([0.5, 0.4])), "responsibilities[0]");
}

fn divergence(q: Value, p: Value) -> Value {
    json!({"operation": "divergence", "q": q, "p": p})
}

#[test]
fn the_divergence_from_itself_is_an_exact_zero_and_all_others_are_positive() {
    for case in examples("divergence") {
        let itself = run(&divergence(case["q"].clone(), case["q"].clone())).unwrap();
        assert_eq!((&itself["result"]["kl"], &itself["attainable_digits"]["kl"]), (&json!("0"), &json!(15.95)));
        assert!(float(&result(&case)["kl"]) > 0);
        assert!(float(&result(&divergence(case["p"].clone(), case["q"].clone()))["kl"]) > 0);
    }
}

#[test]
fn divergences_of_independent_dimensions_add_up() {
    let gaussian =
        |mean: Value, covariance: Value| json!({"family": "gaussian", "mean": mean, "covariance": covariance});
    let kl = |q, p| float(&result(&divergence(q, p))["kl"]);
    let both = kl(gaussian(json!([1, 2]), json!([[2, 0], [0, 3]])), gaussian(json!([0, 4]), json!([[1, 0], [0, 5]])));
    let first = kl(gaussian(json!([1]), json!([[2]])), gaussian(json!([0]), json!([[1]])));
    let second = kl(gaussian(json!([2]), json!([[3]])), gaussian(json!([4]), json!([[5]])));
    assert_close(&both, &(first + second), &Value::Null);
    let poisson = |rate: Value| json!({"family": "poisson", "rate": rate});
    let both = kl(poisson(json!([1, 2.5])), poisson(json!([0.75, 4])));
    let first = kl(poisson(json!([1])), poisson(json!([0.75])));
    let second = kl(poisson(json!([2.5])), poisson(json!([4])));
    assert_close(&both, &(first + second), &Value::Null);
}

#[test]
fn members_that_are_close_have_a_divergence_of_second_order() {
    // kl(N(0, 1) ‖ N(δ, 1)) = δ²/2, far below what a double leaves of the terms.
    let gaussian = |mean: f64| json!({"family": "gaussian", "mean": [mean], "covariance": [[1]]});
    let delta = 2_f64.powi(-40);
    let kl = float(&result(&divergence(gaussian(0.0), gaussian(delta)))["kl"]);
    assert_close(&kl, &(Float::with_val(256, delta).square() / 2_u32), &Value::Null);
}

#[test]
fn malformed_members_are_rejected() {
    let gaussian = json!({"family": "gaussian", "mean": [0, 1], "covariance": [[2, 1], [1, 2]]});
    let poisson = json!({"family": "poisson", "rate": [1, 2]});
    let categorical = json!({"family": "categorical", "probabilities": [0.5, 0.5]});
    let gamma = json!({"family": "gamma", "shape": 1, "rate": 2});
    let dirichlet = json!({"family": "dirichlet", "concentration": [1, 2]});
    let wishart = json!({"family": "normal_inverse_wishart", "mean": [0, 1], "mean_precision": 1,
        "degrees_of_freedom": 1.5, "scale": [[2, 1], [1, 2]]});
    for (member, place, value, with) in [
        (&gaussian, "mean", json!([1]), "entries where there must be"),
        (&gaussian, "mean/1", json!("inf"), "mean[1]"),
        (&gaussian, "covariance/0/1", json!(0.5), "not symmetric"),
        (&gaussian, "covariance", json!([[1, 2], [2, 1]]), "covariance is not positive definite"),
        (&gaussian, "covariance", json!([[1, 1], [1, 1]]), "covariance is not positive definite"),
        (&poisson, "rate/1", json!(-1), "rate[1]"),
        (&poisson, "rate/1", json!("nan"), "rate[1]"),
        (&categorical, "probabilities", json!([0.5, 0.4]), "probabilities"),
        (&categorical, "probabilities", json!([1.5, -0.5]), "probabilities[1]"),
        (&gamma, "shape", json!(0), "shape"),
        (&gamma, "rate", json!("inf"), "rate"),
        (&dirichlet, "concentration/0", json!(0), "concentration[0]"),
        (&wishart, "mean_precision", json!(0), "mean_precision"),
        (&wishart, "degrees_of_freedom", json!(1), "degrees_of_freedom"),
        (&wishart, "scale", json!([[1, 2], [2, 1]]), "scale is not positive definite"),
    ] {
        for side in ["q", "p"] {
            let case = changed(&divergence(member.clone(), member.clone()), &format!("/{side}/{place}"), value.clone());
            assert_rejected(&case, with);
        }
    }
    assert_rejected(&divergence(poisson.clone(), categorical), "p.family");
    assert_rejected(&divergence(poisson.clone(), json!({"family": "poisson", "rate": [1]})), "p.rate");
    assert_rejected(&divergence(json!({"family": "poisson", "rate": []}), poisson.clone()), "q");
    assert_rejected(&divergence(json!([[1]]), poisson), "q");
}
