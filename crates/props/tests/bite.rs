//! Every law bites: answers made up by hand, each wrong in one way, break the law that is about it.

use props::{Law, Outcome, generate::cases_of, laws};
use proptest::{
    strategy::{Strategy, ValueTree},
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};
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
        assert_eq!(case.check_fields(), Ok(()), "a law puts only questions that are whole");
        match (self.0)(case) {
            Value::Null => Response::Unsupported("nothing".to_owned()),
            answer => Response::Ok(answer),
        }
    }
}

fn law(name: &str) -> Law {
    *laws::ALL.iter().find(|law| law.name == name).unwrap()
}

/// What comes of a law on each of a few cases.
fn outcomes(law: Law, answers: fn(&Case) -> Value) -> Vec<Outcome> {
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[3; 32]);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let cases = cases_of(law.operation);
    let mut outcome = || (law.check)(&mut Canned(answers), &cases.new_tree(&mut runner).unwrap().current());
    (0..20).map(|_| outcome()).collect()
}

fn breaks(name: &str, answers: fn(&Case) -> Value) -> bool {
    outcomes(law(name), answers).iter().any(|outcome| matches!(outcome, Outcome::Broken(_)))
}

fn rows(case: &Case) -> usize {
    case.data.as_ref().and_then(|data| data.observations.as_ref()).map_or(0, Vec::len)
}

/// An evaluation of two components of the same density, 1/e at every row.
fn evaluation(case: &Case) -> Value {
    let each = |value: Value| json!(vec![value; rows(case)]);
    let joint = -(rows(case) as f64);
    json!({"log_densities": each(json!([-1, -1])), "log_evidence_terms": each(json!(-1)), "log_evidence": joint,
        "log_joint": joint, "responsibilities": each(json!([0.375, 0.625]))})
}

/// An ELBO and a KL that are this far from the log joint and from 0.
fn bound(case: &Case, elbo: f64, kl: f64) -> Value {
    match case.operation {
        Operation::Evaluate => evaluation(case),
        _ => {
            let elbo = Number(elbo - rows(case) as f64);
            json!({"elbo": elbo, "kl": kl, "log_joint": -(rows(case) as f64)})
        }
    }
}

fn holds(name: &str, answers: fn(&Case) -> Value) -> bool {
    outcomes(law(name), answers).iter().all(|outcome| *outcome == Outcome::Holds)
}

#[test]
fn a_bound_that_does_not_add_up_or_is_none_is_found() {
    assert!(holds("elbo-plus-kl-is-log-joint", |case| bound(case, -2.0, 2.0)));
    assert!(breaks("elbo-plus-kl-is-log-joint", |case| bound(case, -2.0, 2.0 + 1e-11)));
    assert!(breaks("elbo-plus-kl-is-log-joint", |case| bound(case, f64::NAN, 2.0)));
    assert!(holds("elbo-below-log-joint", |case| bound(case, 0.0, 0.0)));
    assert!(breaks("elbo-below-log-joint", |case| bound(case, 1e-11, 0.0)));
    assert!(breaks("elbo-below-log-joint", |case| bound(case, 0.0, -1e-11)));
    // Below, but not tight after the E-step.
    assert!(breaks("elbo-below-log-joint", |case| bound(case, -1e-11, 1e-11)));
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
    assert!(breaks("divergence-not-negative", |_| json!({"kl": 1})));
    assert!(breaks("divergence-not-negative", |_| json!({"kl": -1})));
    assert!(breaks("divergence-not-negative", |_| json!({"kl": "nan"})));
}

#[test]
fn an_m_step_that_stays_where_it_was_is_found() {
    assert!(breaks("m-step-matches-moments", |case| {
        let component = json!({"mean": [0, 0], "rate": [1, 1]});
        let initial = json!({"weights": [0.5, 0.5], "components": [component, component]});
        json!({"parameters": if case.model.is_some() { initial } else { Value::Null }})
    }));
}

#[test]
fn what_is_not_supported_breaks_nothing() {
    for law in laws::ALL {
        assert!(
            outcomes(*law, |_| Value::Null).iter().all(|outcome| matches!(outcome, Outcome::Unsupported(_))),
            "{}",
            law.name
        );
        let nothing = outcomes(*law, |_| json!({}));
        assert!(nothing.iter().all(|outcome| matches!(outcome, Outcome::Unsupported(_))), "{}: {nothing:?}", law.name);
    }
}
