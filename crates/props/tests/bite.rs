//! Laws bite: answers made up by hand, each wrong in one way, break the law that is about it.

use props::{Check, Law, Stop, laws, run::case_of};
use serde_json::{Value, json};
use suite::{
    format::{Case, Description, Number, Operation},
    implementation::{Implementation, Response},
};

/// Answers every question by a function of it.
struct Canned(fn(&Case) -> Value);

impl Implementation for Canned {
    fn description(&self) -> &Description {
        unreachable!("no law asks for it")
    }

    fn run(&mut self, case: &Case) -> Response {
        match (self.0)(case) {
            Value::Null => Response::Unsupported("nothing".to_owned()),
            answer => Response::Ok(answer),
        }
    }
}

fn law(name: &str) -> &'static Law {
    laws::ALL.iter().find(|law| law.name == name).unwrap_or_else(|| panic!("there is no law {name}"))
}

/// What comes of a law on each of a few cases.
fn checks(law: &Law, answers: fn(&Case) -> Value) -> Vec<Check> {
    (0..20).map(|index| law.try_on(&mut Canned(answers), &case_of(law, 3, index))).collect()
}

fn is_broken(check: &Check) -> bool {
    matches!(check, Err(Stop::Broken(_)))
}

fn breaks(name: &str, answers: fn(&Case) -> Value) -> bool {
    checks(law(name), answers).iter().any(is_broken)
}

fn holds(name: &str, answers: fn(&Case) -> Value) -> bool {
    checks(law(name), answers).iter().all(Check::is_ok)
}

fn rows(case: &Case) -> usize {
    case.data.as_ref().and_then(|data| data.observations.as_ref()).map_or(0, Vec::len)
}

fn components(case: &Case) -> usize {
    case.parameters.as_ref().map_or(0, |parameters| parameters.weights.len())
}

/// An evaluation of equal components of density 1/e at every row.
fn evaluation(case: &Case) -> Value {
    let each = |value: Value| json!(vec![value; rows(case)]);
    let joint = -(rows(case) as f64);
    let (densities, r) = (vec![-1.0; components(case)], vec![1.0 / components(case) as f64; components(case)]);
    json!({"log_densities": each(json!(densities)), "log_evidence_terms": each(json!(-1)), "log_evidence": joint,
        "log_joint": joint, "responsibilities": each(json!(r))})
}

/// An ELBO and a KL that are this far from the log joint and from 0.
fn bound(case: &Case, elbo: f64, kl: f64) -> Value {
    let joint = -(rows(case) as f64);
    match case.operation {
        Operation::Evaluate => evaluation(case),
        _ => json!({"elbo": Number(elbo + joint), "kl": Number(kl), "log_joint": joint}),
    }
}

#[test]
fn a_bound_that_does_not_add_up_or_is_none_is_found() {
    assert!(holds("elbo-plus-kl-is-log-joint", |case| bound(case, -2.0, 2.0)));
    assert!(breaks("elbo-plus-kl-is-log-joint", |case| bound(case, -2.0, 2.0 + 1e-11)));
    assert!(breaks("elbo-plus-kl-is-log-joint", |case| bound(case, f64::NAN, 2.0)));
    assert!(holds("elbo-below-log-joint", |case| bound(case, 0.0, 0.0)));
    assert!(breaks("elbo-below-log-joint", |case| bound(case, 1e-11, 0.0)));
    assert!(breaks("elbo-below-log-joint", |case| bound(case, 0.0, -1e-11)));
    assert!(holds("tight-after-e-step", |case| bound(case, 0.0, 0.0)));
    assert!(breaks("tight-after-e-step", |case| bound(case, -1e-11, 1e-11)));
}

#[test]
fn responsibilities_that_do_not_sum_to_one_are_found() {
    assert!(holds("responsibilities-sum-to-one", evaluation));
    assert!(breaks("responsibilities-sum-to-one", |case| {
        let mut evaluation = evaluation(case);
        evaluation["responsibilities"][0][0] = json!(1.0 / components(case) as f64 + 1e-12);
        evaluation
    }));
}

/// An ELBO that rises by a step from -10, and an evidence.
fn variational(case: &Case, step: f64, evidence: f64) -> Value {
    let elbo: Vec<f64> = (0..=case.iterations.unwrap_or(0)).map(|t| -10.0 + step * t as f64).collect();
    match case.operation {
        Operation::Evidence => json!({"log_model_evidence": evidence}),
        _ => json!({ "elbo": elbo }),
    }
}

#[test]
fn an_elbo_that_falls_or_rises_above_the_evidence_is_found() {
    assert!(holds("variational-elbo-never-decreases", |case| variational(case, 0.0, 0.0)));
    assert!(breaks("variational-elbo-never-decreases", |case| variational(case, -1e-9, 0.0)));
    assert!(breaks("variational-elbo-never-decreases", |_| json!({"elbo": [-10]})));
    assert!(holds("variational-elbo-below-evidence", |case| variational(case, 0.0, -10.0)));
    assert!(breaks("variational-elbo-below-evidence", |case| variational(case, 0.0, -10.0 - 1e-9)));
    // Below, where one component makes it exact.
    assert!(breaks("variational-elbo-below-evidence", |case| variational(case, 0.0, -9.0)));
}

#[test]
fn a_negative_divergence_and_one_from_itself_are_found() {
    assert!(holds("divergence-not-negative", |_| json!({"kl": 0})));
    assert!(holds("divergence-not-negative", |_| json!({"kl": 1})));
    assert!(breaks("divergence-not-negative", |_| json!({"kl": -1})));
    assert!(breaks("divergence-not-negative", |_| json!({"kl": "nan"})));
    assert!(holds("divergence-of-itself-is-zero", |_| json!({"kl": 0})));
    assert!(breaks("divergence-of-itself-is-zero", |_| json!({"kl": 1e-9})));
}

#[test]
fn an_m_step_that_does_not_look_at_the_data_is_found() {
    assert!(breaks("m-step-matches-moments", |case| {
        let count = case.responsibilities.as_ref().and_then(|rows| rows.first()).map_or(0, Vec::len);
        let component = json!({"mean": [0, 0, 0], "rate": [1, 1, 1]});
        json!({"parameters": {"weights": vec![1.0 / count as f64; count], "components": vec![component; count]}})
    }));
}

#[test]
fn an_answer_to_bad_input_is_found() {
    let whole = |_: &Case| json!({"log_joint": -1, "elbo": -2, "responsibilities": [[1]], "parameters": {}});
    assert!(breaks("rejects-what-must-be-rejected", whole));
    // Of bad mixing weights, densities say nothing; of bad observations they do.
    assert!(breaks("rejects-what-must-be-rejected", |_| json!({"log_densities": [[-1]]})));
    assert!(!breaks("rejects-what-must-be-rejected", |_| json!({})));
}

#[test]
fn what_is_not_supported_breaks_nothing_and_keeps_nothing() {
    for law in laws::ALL {
        let none = |check: &Check| matches!(check, Err(Stop::Unsupported(_) | Stop::Inapplicable(_)));
        let found = checks(law, |_| Value::Null);
        assert!(found.iter().all(none), "{}: {found:?}", law.name);
        let found = checks(law, |_| json!({}));
        assert!(!found.iter().any(Check::is_ok), "{}: {found:?}", law.name);
    }
}

#[test]
fn an_answer_of_any_shape_ends_a_check_and_not_the_run() {
    for law in laws::ALL {
        for answer in [|_: &Case| json!([]), |_: &Case| json!({"parameters": {"weights": [], "components": []}})] {
            let found = checks(law, answer);
            assert!(!found.iter().any(Check::is_ok), "{}: {found:?}", law.name);
        }
    }
}
