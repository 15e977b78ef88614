//! Every row of the table of degenerate input: refused where a refusal is owed, answered where an answer is.

use certify::{CertifyError, Rejection, certify};
use serde_json::{Value, json};

fn run(case: Value) -> Result<Value, CertifyError> {
    let case = serde_json::from_value(case).unwrap();
    certify(&case, "test/degenerate").map(|certification| serde_json::to_value(certification.certified("")).unwrap())
}

fn assert_rejected(case: &Value, with: &str) {
    match run(case.clone()) {
        Err(CertifyError::Rejected(reason)) => {
            assert!(reason.to_string().contains(with), "`{reason}` does not say `{with}`");
        }
        other => panic!("{case} is not rejected: {other:?}"),
    }
}

/// A case that has an answer, two components in two dimensions.
fn sound(operation: &str) -> Value {
    let parameters = json!({"weights": [0.5, 0.5], "components": [
        {"mean": [0, 0], "covariance": [[1, 0.5], [0.5, 1]]},
        {"mean": [2, 1], "covariance": [[2, 0], [0, 1]]},
    ]});
    let mut case = json!({
        "operation": operation,
        "data": {"observations": [[0, 1], [1, 0.5], [2, 3], [-1, 0], [3, 2.5]], "weights": [1, 2, 1, 1, 1]},
        "model": {"family": "gaussian", "covariance": "full"},
    });
    match operation {
        "evaluate" => case["parameters"] = parameters,
        "maximize" => case["responsibilities"] = json!([[0.5, 0.5], [0.25, 0.75], [0.9, 0.1], [0.4, 0.6], [0.3, 0.7]]),
        _ => {
            case["initial"] = parameters;
            case["iterations"] = json!(2);
            case["record"] = json!([1, 2]);
        }
    }
    case
}

fn changed(mut case: Value, place: &str, value: Value) -> Value {
    let (parent, name) = place.rsplit_once('/').unwrap();
    let parent = case.pointer_mut(parent).unwrap();
    match name.parse::<usize>() {
        Ok(index) if parent.is_array() => parent[index] = value,
        _ => parent[name] = value,
    }
    case
}

#[test]
fn sound_cases_are_answered() {
    for operation in ["evaluate", "maximize", "trajectory"] {
        run(sound(operation)).unwrap();
    }
}

#[test]
fn malformed_data_is_rejected() {
    for operation in ["evaluate", "maximize", "trajectory"] {
        for (place, value, with) in [
            ("/data/observations/2/1", json!("nan"), "data.observations[2][1]"),
            ("/data/observations/2/1", json!("-inf"), "data.observations[2][1]"),
            ("/data/observations/3", json!([1]), "data.observations[3]"),
            ("/data/observations/3", json!([1, 2, 3]), "data.observations[3]"),
            ("/data/observations", json!([]), "no observations"),
            ("/data/observations", json!([[], [], [], [], []]), "data.observations"),
            ("/data/weights", json!([1, 1]), "data.weights"),
            ("/data/weights/1", json!(-1), "data.weights[1]"),
            ("/data/weights/1", json!("inf"), "data.weights[1]"),
            ("/data/weights", json!([0, 0, 0, 0, 0]), "sum to 0"),
            ("/data", json!({"weights": [1]}), "`observations`"),
            ("/model", json!({"family": "gaussian"}), "model.covariance"),
            ("/model", json!({"family": "poisson", "covariance": "full"}), "model.covariance"),
        ] {
            assert_rejected(&changed(sound(operation), place, value), with);
        }
    }
    for (field, with) in [("model", "model"), ("data", "data"), ("parameters", "parameters")] {
        let mut case = sound("evaluate");
        case.as_object_mut().unwrap().remove(field);
        assert_rejected(&case, with);
    }
}

#[test]
fn malformed_parameters_are_rejected() {
    for (operation, root) in [("evaluate", "parameters"), ("trajectory", "initial")] {
        for (place, value, with) in [
            ("weights/0", json!(0.4), "weights"),
            ("weights/0", json!("nan"), "weights[0]"),
            ("weights", json!([-0.5, 1.5]), "weights[0]"),
            ("weights", json!([1]), "components"),
            ("components/1/mean", json!([1]), "components[1].mean"),
            ("components/1/mean/0", json!("inf"), "components[1].mean[0]"),
            ("components/1/covariance", json!([1, 2]), "components[1].covariance"),
            ("components/1/covariance", json!(1), "components[1].covariance"),
            ("components/1/covariance", Value::Null, "components[1].covariance"),
            ("components/1/covariance", json!([[1, 0], [0]]), "components[1].covariance[1]"),
            ("components/0/covariance/0/1", json!(0.500_000_000_000_000_1), "not symmetric"),
            ("components/0/covariance", json!([[1, 1], [1, 1]]), "component 0 is not positive definite"),
            ("components/0/covariance", json!([[1, 2], [2, 1]]), "component 0 is not positive definite"),
            ("components/1/covariance", json!([[0, 0], [0, 1]]), "component 1 is not positive definite"),
            ("components/1/rate", json!([1, 1]), "components[1].rate"),
            ("covariance", json!([[1, 0], [0, 1]]), "covariance"),
        ] {
            assert_rejected(&changed(sound(operation), &format!("/{root}/{place}"), value), with);
        }
    }
    // Singular only in exact arithmetic: 0.1 + 0.2 is not 0.3 in binary, but 3 x 0.75 = 2.25.
    let singular = json!([[3, 1.5], [1.5, 0.75]]);
    let case = changed(sound("evaluate"), "/parameters/components/1/covariance", singular);
    assert_rejected(&case, "component 1 is not positive definite");
    let third = 1.0 / 3.0;
    let matrix = json!([[1, third], [third, third * third]]);
    // The product is rounded, so the determinant is tiny, not 0, and its sign decides.
    let case = changed(sound("evaluate"), "/parameters/components/1/covariance", matrix);
    let exact = rug::Float::with_val(128, third).square() - third * third;
    match run(case) {
        Ok(_) => assert!(exact < 0),
        Err(CertifyError::Rejected(Rejection::NotPositiveDefinite { component: Some(1), .. })) => assert!(exact > 0),
        Err(other) => panic!("{other}"),
    }
}

#[test]
fn malformed_responsibilities_and_records_are_rejected() {
    for (place, value, with) in [
        ("/responsibilities/0", json!([0.5, 0.4]), "responsibilities[0]"),
        ("/responsibilities/0", json!([1.5, -0.5]), "responsibilities[0][1]"),
        ("/responsibilities/0", json!([1]), "responsibilities[1]"),
        ("/responsibilities", json!([[0.5, 0.5]]), "responsibilities"),
        ("/responsibilities", json!([]), "responsibilities"),
    ] {
        assert_rejected(&changed(sound("maximize"), place, value), with);
    }
    assert_rejected(&changed(sound("trajectory"), "/record", json!([3])), "record[0]");
}

#[test]
fn other_families_check_their_values() {
    let poisson = json!({
        "operation": "evaluate", "model": {"family": "poisson"}, "data": {"observations": [[1], [3]]},
        "parameters": {"weights": [1], "components": [{"rate": [2]}]},
    });
    let categorical = json!({
        "operation": "evaluate", "model": {"family": "categorical", "levels": [3]}, "data": {"observations": [[0], [2]]},
        "parameters": {"weights": [1], "components": [{"probabilities": [[0.25, 0.25, 0.5]]}]},
    });
    for (case, place, value, with) in [
        (&poisson, "/data/observations/0/0", json!(-1), "not a count"),
        (&poisson, "/data/observations/0/0", json!(1.5), "not a count"),
        (&poisson, "/data/observations/0/0", json!("inf"), "data.observations[0][0]"),
        (&poisson, "/parameters/components/0/rate/0", json!(-2), "rate[0]"),
        (&poisson, "/parameters/components/0/rate", json!([1, 2]), "rate"),
        (&poisson, "/parameters/components/0/mean", json!([1]), "mean"),
        (&categorical, "/data/observations/0/0", json!(3), "not a level"),
        (&categorical, "/data/observations/0/0", json!(0.5), "not a level"),
        (&categorical, "/data/observations/0/0", json!(-1), "not a level"),
        (&categorical, "/data/observations/0/0", json!("nan"), "not a level"),
        (&categorical, "/model/levels", json!([3, 2]), "data.observations[0]"),
        (&categorical, "/model/levels", json!([0]), "model.levels"),
        (&categorical, "/parameters/components/0/probabilities", json!([[0.25, 0.75]]), "probabilities[0]"),
        (&categorical, "/parameters/components/0/probabilities", json!([[0.25, 0.25, 0.4]]), "probabilities[0]"),
    ] {
        run(case.clone()).unwrap();
        assert_rejected(&changed(case.clone(), place, value), with);
    }
}

#[test]
fn priors_out_of_place_or_domain_are_rejected() {
    let wishart = |kappa: f64, nu: f64, scale: Value| {
        json!({"components": {"normal_inverse_wishart":
            {"mean": [0, 0], "mean_precision": kappa, "degrees_of_freedom": nu, "scale": scale}}})
    };
    let unit = json!([[1, 0], [0, 1]]);
    for operation in ["evaluate", "maximize", "trajectory"] {
        run(changed(sound(operation), "/prior", wishart(1.0, 1.5, unit.clone()))).unwrap();
        for (prior, with) in [
            (wishart(0.0, 4.0, unit.clone()), "mean_precision"),
            (wishart(1.0, 1.0, unit.clone()), "degrees_of_freedom"),
            (wishart(1.0, 4.0, json!([[1, 2], [2, 1]])), "prior scale is not positive definite"),
            (wishart(1.0, 4.0, json!([[1, 1], [1, 1]])), "prior scale is not positive definite"),
            (wishart(1.0, 4.0, json!([[1, 0.5], [0.25, 1]])), "not symmetric"),
            (json!({"weights": {"dirichlet": [1, 0]}}), "dirichlet[1]"),
            (json!({"weights": {"dirichlet": [1]}}), "dirichlet"),
            (json!({"components": {"normal": {"mean": [0, 0], "precision": 1}}}), "prior.components"),
            (json!({"components": {"gamma": {"shape": [1, 1], "rate": [1, 1]}}}), "prior.components"),
        ] {
            assert_rejected(&changed(sound(operation), "/prior", prior), with);
        }
    }
}

#[test]
fn a_mode_outside_the_parameter_space_is_rejected() {
    let poisson = json!({
        "operation": "maximize", "model": {"family": "poisson"}, "data": {"observations": [[0], [0], [3]]},
        "responsibilities": [[1, 0], [1, 0], [0, 1]],
        "prior": {"components": {"gamma": {"shape": [0.5], "rate": [1]}}},
    });
    assert_rejected(&poisson, "the prior `gamma` has no mode in the parameter space of component 0");
    let answered = run(changed(poisson, "/prior/components/gamma/shape/0", json!(1))).unwrap();
    assert_eq!(answered["result"]["parameters"]["components"][0]["rate"], json!(["0"]));

    let categorical = json!({
        "operation": "maximize", "model": {"family": "categorical", "levels": [2]}, "data": {"observations": [[0], [1]]},
        "responsibilities": [[1, 0], [0, 1]],
        "prior": {"components": {"dirichlet": {"concentration": [[0.5, 2]]}}},
    });
    assert_rejected(&categorical, "`dirichlet`");
    let flat_and_empty = changed(
        changed(categorical, "/responsibilities", json!([[1, 0], [1, 0]])),
        "/prior/components/dirichlet/concentration/0",
        json!([1, 1]),
    );
    assert_rejected(&flat_and_empty, "component 1");
    let weights = json!({"weights": {"dirichlet": [0.5, 2]}});
    let mut empty = changed(sound("trajectory"), "/initial/weights", json!([0, 1]));
    empty["prior"] = weights;
    assert_rejected(&empty, "`weights.dirichlet` has no mode in the parameter space of component 0 at iteration 1");
}

#[test]
fn collapsed_covariances_are_rejected() {
    let with = "covariance of component 0 at iteration 1 is not positive definite";
    let mut case = sound("maximize");
    case["data"] = json!({"observations": [[1, 1], [1, 1], [2, 3], [4, 1], [3, 3.5]]});
    case["responsibilities"] = json!([[1, 0], [1, 0], [0, 1], [0, 1], [0, 1]]);
    assert_rejected(&case, with);
    case["model"]["covariance"] = json!("diagonal");
    assert_rejected(&case, with);
    case["model"]["covariance"] = json!("spherical");
    assert_rejected(&case, with);
    case["model"]["covariance"] = json!("tied");
    run(case).unwrap();
    // Reached in an iteration: all observations on a line, and responsibilities that are not known exactly.
    let case = changed(sound("trajectory"), "/data/observations", json!([[0, 0], [1, 1], [2, 2], [-1, -1], [3, 3]]));
    assert_rejected(&case, with);
    let case = changed(case, "/model/covariance", json!("tied"));
    let case = changed(case, "/initial/covariance", json!([[1, 0], [0, 1]]));
    let case = changed(case, "/initial/components", json!([{"mean": [0, 0]}, {"mean": [1, 2]}]));
    assert_rejected(&case, "shared covariance at iteration 1 is not positive definite");
}

#[test]
fn an_empty_component_keeps_its_parameters_and_maximize_has_none_to_keep() {
    let case = changed(sound("trajectory"), "/initial/weights", json!([1, 0]));
    let answer = run(case).unwrap();
    assert_eq!(answer["result"]["empty_components"], json!([[1, 1], [2, 1]]));
    assert!(answer["attainable_digits"].get("empty_components").is_none());
    let reached = &answer["result"]["parameters"]["2"];
    assert_eq!(reached["weights"][1], json!("0"));
    assert_eq!(reached["components"][1]["mean"][0], json!("2.000000000000000000000000000000000e0"));
    let case = changed(sound("maximize"), "/responsibilities", json!([[1, 0], [1, 0], [1, 0], [1, 0], [1, 0]]));
    assert_rejected(&case, "component 1");
}

#[test]
fn impossible_observations_are_infinite_in_evaluate_and_rejected_in_an_iteration() {
    let mut case = json!({
        "operation": "evaluate", "model": {"family": "poisson"},
        "data": {"observations": [[0], [3]], "weights": [1, 2]},
        "parameters": {"weights": [0.5, 0.5], "components": [{"rate": [0]}, {"rate": [0]}]},
    });
    let answer = run(case.clone()).unwrap();
    assert_eq!(answer["result"]["log_densities"], json!([["0", "0"], ["-inf", "-inf"]]));
    assert_eq!(answer["result"]["log_evidence_terms"], json!(["0", "-inf"]));
    assert_eq!(answer["result"]["log_evidence"], json!("-inf"));
    assert!(answer["result"].get("responsibilities").is_none());
    assert_eq!(answer["attainable_digits"]["log_evidence"], json!(15.95));
    assert_eq!(answer["attainable_digits"]["log_densities"], json!([15.95, 15.95]));

    case["data"]["weights"] = json!([1, 0]);
    let answer = run(case.clone()).unwrap();
    assert_eq!(answer["result"]["log_evidence"], json!("0"));
    assert!(answer["result"].get("responsibilities").is_none());

    case["operation"] = json!("trajectory");
    case["initial"] = case.as_object_mut().unwrap().remove("parameters").unwrap();
    case["iterations"] = json!(1);
    case["record"] = json!([1]);
    run(case.clone()).unwrap();
    case["data"]["weights"] = json!([1, 1]);
    assert_rejected(&case, "observation 1 has probability 0 under every component after iteration 0");
}

#[test]
fn a_zero_that_cannot_be_proved_is_an_error() {
    // The mean is 0 by symmetry, through responsibilities that are only enclosed.
    let mut case = sound("trajectory");
    case["model"] = json!({"family": "gaussian", "covariance": "spherical"});
    case["data"] = json!({"observations": [[-1], [1], [-3], [3]]});
    case["initial"] = json!({"weights": [0.5, 0.5], "components": [
        {"mean": [0], "covariance": 1}, {"mean": [0], "covariance": 4}]});
    match run(case) {
        Err(CertifyError::Uncertain { quantity, bits: 16384 }) => assert!(quantity.contains("mean"), "{quantity}"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_fit_refuses_and_has_no_optimum_on_the_boundary() {
    let mut case = sound("trajectory");
    let fields = case.as_object_mut().unwrap();
    fields.remove("iterations");
    fields.remove("record");
    case["operation"] = json!("fit");
    case["tolerance"] = json!(0);
    case["max_iterations"] = json!(5);
    // Five observations in two full covariances: the likelihood is unbounded.
    match run(case.clone()) {
        Err(CertifyError::NoOptimum(reason)) => assert!(reason.contains("boundary"), "{reason}"),
        other => panic!("{other:?}"),
    }
    assert_rejected(&changed(case.clone(), "/tolerance", json!(-1)), "tolerance");
    let on_a_line = json!([[0, 0], [1, 1], [2, 2], [-1, -1], [3, 3]]);
    assert_rejected(&changed(case, "/data/observations", on_a_line), "iteration 1");
}
