//! The operation `divergence` through the front door: answers, and members that are refused by name.

use reference_adapter::Reference;
use serde_json::{Value, json};
use suite::{
    format::{Case, Operation},
    implementation::{Implementation, Response},
};

fn run(q: &Value, p: &Value) -> Response {
    let case = json!({ "format": 1, "operation": "divergence", "q": q, "p": p });
    let case: Case = serde_json::from_value(case).unwrap();
    Reference::new().run(&case)
}

/// One member of each family, and another.
fn pairs() -> [(Value, Value); 6] {
    let wishart = |nu: f64| {
        json!({ "family": "normal_inverse_wishart", "mean": [0.5, 1], "mean_precision": 2, "degrees_of_freedom": nu,
                "scale": [[2, 0.5], [0.5, 1]] })
    };
    [
        (
            json!({ "family": "gaussian", "mean": [0, 1], "covariance": [[2, 0.5], [0.5, 1]] }),
            json!({ "family": "gaussian", "mean": [1, 1], "covariance": [[1, 0], [0, 1]] }),
        ),
        (json!({ "family": "poisson", "rate": [2, 3] }), json!({ "family": "poisson", "rate": [1, 4] })),
        (
            json!({ "family": "categorical", "probabilities": [0.5, 0.5] }),
            json!({ "family": "categorical", "probabilities": [0.25, 0.75] }),
        ),
        (json!({ "family": "gamma", "shape": 2, "rate": 3 }), json!({ "family": "gamma", "shape": 2, "rate": 4 })),
        (
            json!({ "family": "dirichlet", "concentration": [1, 2] }),
            json!({ "family": "dirichlet", "concentration": [2, 1] }),
        ),
        (wishart(3.0), wishart(4.0)),
    ]
}

#[test]
fn every_family_is_answered() {
    for (q, p) in pairs() {
        let Response::Ok(answer) = run(&q, &p) else { panic!("{q} {p}: {:?}", run(&q, &p)) };
        assert!(answer["kl"].as_f64().unwrap() > 0.0, "{q} {p}");
        let Response::Ok(answer) = run(&q, &q) else { panic!("{q}: {:?}", run(&q, &q)) };
        assert_eq!(answer["kl"].as_f64(), Some(0.0));
    }
    assert!(Reference::new().description().operations.contains_key(&Operation::Divergence));
}

#[test]
fn an_infinite_divergence_is_an_answer() {
    let rate = |rate: f64| json!({ "family": "poisson", "rate": [rate] });
    let Response::Ok(answer) = run(&rate(1.0), &rate(0.0)) else { panic!() };
    assert_eq!(answer["kl"], "inf");
}

#[test]
fn two_families_have_no_divergence() {
    for (i, (q, _)) in pairs().iter().enumerate() {
        for (j, (_, p)) in pairs().iter().enumerate().filter(|(j, _)| *j != i) {
            let refusal = run(q, p);
            assert!(
                matches!(&refusal, Response::Rejected(reason) if reason.contains("p.family")),
                "{i} {j} {refusal:?}"
            );
        }
    }
    assert!(matches!(run(&json!([[1]]), &pairs()[1].1), Response::Rejected(reason) if reason.starts_with("q:")));
}

/// What a field becomes, and what the refusal must name, with the member's own name in front.
fn defects() -> Vec<(usize, &'static str, Value, &'static str)> {
    let mut defects = vec![
        (0, "mean", json!([]), ".mean"),
        (0, "mean", json!([1, "nan"]), ".mean[1]"),
        (0, "covariance", json!([]), ".covariance"),
        (0, "covariance", json!([[1, 0]]), ".covariance"),
        (0, "covariance", json!([[1, 0], []]), ".covariance[1]"),
        (0, "covariance", json!([[1, 0, 0], [0, 1, 0]]), ".covariance[0]"),
        (0, "covariance", json!([[1, 0], ["inf", 1]]), ".covariance[1][0]"),
        (0, "covariance", json!([[1, 0.5], [0.25, 1]]), ".covariance is not symmetric"),
        (0, "covariance", json!([[1, 2], [2, 1]]), ".covariance is not positive definite"),
        (5, "mean", json!([]), ".mean"),
        (5, "mean_precision", json!(0), ".mean_precision"),
        (5, "degrees_of_freedom", json!(1), ".degrees_of_freedom"),
        (5, "degrees_of_freedom", json!("nan"), ".degrees_of_freedom"),
        (5, "scale", json!([[1], [1, 2]]), ".scale[0]"),
        (5, "scale", json!([[1, 1], [1, 1]]), ".scale is not positive definite"),
    ];
    for bad in [json!([]), json!([0.5, -0.5]), json!([0.5, "inf"]), json!([0.5, "nan"])] {
        defects.extend([(1, "rate"), (2, "probabilities"), (4, "concentration")].map(|(i, f)| (i, f, bad.clone(), "")));
    }
    for bad in [json!(0), json!(-1), json!("inf"), json!("nan")] {
        defects.extend([(3, "shape", bad.clone(), ".shape"), (3, "rate", bad, ".rate")]);
    }
    defects.push((2, "probabilities", json!([0.5, 0.6]), ".probabilities sums to"));
    defects
}

#[test]
fn what_is_wrong_with_a_member_is_named() {
    for (family, field, value, named) in defects() {
        for side in ["q", "p"] {
            let (mut q, mut p) = pairs()[family].clone();
            let member = if side == "q" { &mut q } else { &mut p };
            member[field] = value.clone();
            let Response::Rejected(reason) = run(&q, &p) else { panic!("{q} {p}: {:?}", run(&q, &p)) };
            assert!(reason.starts_with(&format!("{side}{named}")), "{side} {field} {value}: {reason}");
        }
    }
}

#[test]
fn two_sizes_have_no_divergence() {
    let larger = [
        (0, json!({ "family": "gaussian", "mean": [1], "covariance": [[1]] }), "p.mean"),
        (1, json!({ "family": "poisson", "rate": [1] }), "p.rate"),
        (2, json!({ "family": "categorical", "probabilities": [1] }), "p.probabilities"),
        (4, json!({ "family": "dirichlet", "concentration": [1, 2, 3] }), "p.concentration"),
        (
            5,
            json!({ "family": "normal_inverse_wishart", "mean": [1], "mean_precision": 1, "degrees_of_freedom": 1,
                    "scale": [[1]] }),
            "p.mean",
        ),
    ];
    for (family, p, named) in larger {
        let refusal = run(&pairs()[family].0, &p);
        assert!(matches!(&refusal, Response::Rejected(reason) if reason.starts_with(named)), "{p}: {refusal:?}");
    }
}
