//! The laws on the reference, and on a reference with a defect, which must break them.

use std::ops::ControlFlow;

use props::{
    Law, laws,
    run::{Plan, Trial, try_law},
};
use reference_adapter::Reference;
use serde_json::{Value, json};
use suite::{
    format::{Case, Description},
    implementation::{Implementation, Response},
};

fn tried(law: &Law, implementation: &mut dyn Implementation, cases: usize) -> Trial {
    try_law(law, implementation, Plan { cases, seed: 7 }, &mut || ControlFlow::Continue(()))
}

#[test]
fn the_reference_keeps_every_law() {
    for law in laws::ALL {
        let trial = tried(law, &mut Reference::new(), 200);
        if let Some(broken) = &trial.broken {
            panic!("{}: {}\n{}", law.name, broken.violation, serde_json::to_string(&broken.case).unwrap());
        }
        assert_eq!(trial.unsupported, (0, None), "{}", law.name);
        assert!(trial.held > 100, "{}: {trial:?}", law.name);
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
    tried(law, &mut Defective(defect), 20).broken.is_some()
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
}
