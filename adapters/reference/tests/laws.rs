//! The laws on the reference, and on a reference with a defect, which must break them.

use props::{Law, Outcome, generate::cases_of, laws};
use proptest::{
    strategy::{Strategy, ValueTree},
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};
use reference_adapter::Reference;
use serde_json::{Value, json};
use suite::{
    format::{Case, Description, Operation},
    implementation::{Implementation, Response},
};

/// The first `count` cases of a fixed seed.
fn cases(operation: Operation, count: usize) -> Vec<Case> {
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let strategy = cases_of(operation);
    (0..count).map(|_| strategy.new_tree(&mut runner).unwrap().current()).collect()
}

/// Whether the reference says that it has what the law asks of it; the law of the evidence is put as a `variational` case.
fn is_supported(law: &Law) -> bool {
    Reference::new().description().operations.contains_key(&law.operation)
}

#[test]
fn the_reference_keeps_every_law() {
    for law in laws::ALL {
        for case in cases(law.operation, 200) {
            let outcome = (law.check)(&mut Reference::new(), &case);
            let holds = outcome == Outcome::Holds || (!is_supported(law) && matches!(outcome, Outcome::Unsupported(_)));
            assert!(holds, "{} on {}: {outcome:?}", law.name, serde_json::to_string(&case).unwrap());
        }
    }
}

/// The reference, its answers passed through a defect.
struct Defective(fn(&mut Value));

impl Implementation for Defective {
    fn description(&self) -> &Description {
        unreachable!("no law asks for it")
    }

    fn run(&mut self, case: &Case) -> Response {
        match Reference::new().run(case) {
            Response::Ok(mut value) => {
                (self.0)(&mut value);
                Response::Ok(value)
            }
            other => other,
        }
    }
}

fn breaks(name: &str, defect: fn(&mut Value)) -> bool {
    let law = laws::ALL.iter().find(|law| law.name == name).unwrap();
    cases(law.operation, 20).iter().any(|case| matches!((law.check)(&mut Defective(defect), case), Outcome::Broken(_)))
}

/// The last entry of a trajectory's objective takes the place of the one before.
fn stale_by_one(value: &mut Value) {
    for name in ["log_evidence", "log_joint"] {
        if let Some(trace) = value[name].as_array_mut() {
            trace.rotate_right(1);
        }
    }
}

#[test]
fn every_law_bites() {
    assert!(breaks("objective-never-decreases", stale_by_one));
    assert!(breaks("reported-at-returned-parameters", stale_by_one));
    assert!(breaks("iterations-compose", |value| {
        for parameters in value["parameters"].as_object_mut().into_iter().flat_map(|map| map.values_mut()) {
            parameters["weights"][0] = json!(parameters["weights"][0].as_f64().unwrap() + 9e-10);
        }
    }));
    assert!(breaks("responsibilities-sum-to-one", |value| {
        if let Some(rows) = value["responsibilities"].as_array_mut() {
            rows[0][0] = json!(rows[0][0].as_f64().unwrap() * (1.0 + 1e-12) + 1e-12);
        }
    }));
    assert!(breaks("m-step-matches-moments", |value| {
        let weights = &mut value["parameters"]["weights"];
        weights[0] = json!(weights[0].as_f64().unwrap() * (1.0 + 1e-12));
    }));
}
