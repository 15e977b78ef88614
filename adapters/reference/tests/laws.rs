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
    let complaint = |law: &Law| {
        let cases = std::env::var("LAW_CASES").map_or(200, |cases| cases.parse().expect("a number of cases"));
        let trial = tried(law, &mut Reference::new(), cases);
        match &trial.broken {
            Some(broken) => {
                let case = serde_json::to_string(&broken.case).unwrap();
                Some(format!("{}: case {}: {}\n{case}", law.name, broken.index, broken.violation))
            }
            // A law that is hardly ever tried is none.
            None if trial.held < 40 || trial.unsupported.0 > 0 => Some(format!("{}: {trial:?}", law.name)),
            None => None,
        }
    };
    let complaints: Vec<String> = laws::ALL.iter().filter_map(complaint).collect();
    assert!(complaints.is_empty(), "{} laws:\n{}", complaints.len(), complaints.join("\n\n"));
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
