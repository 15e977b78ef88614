//! Answers that look like an accident and are none: each was once taken for one, when a defect that has nothing to do with it gave it.

use serde_json::{Value, json};
use suite::runner::Prepared;

use crate::{
    answer::{changed, of_rows, rows},
    golden, said,
};

fn case(id: &str) -> &'static (Prepared, Value) {
    golden().iter().find(|(prepared, _)| prepared.case.name() == id).expect("a golden case of few rows")
}

/// What is said of the right answer with some of its quantities replaced.
fn hints(id: &str, replaced: &dyn Fn(&Value) -> Value) -> Vec<String> {
    let (prepared, right) = case(id);
    let mut answer = right.clone();
    for (key, value) in replaced(right).as_object().expect("quantities") {
        answer[key] = value.clone();
    }
    said(prepared, &answer).expect("a wrong answer").iter().map(ToString::to_string).collect()
}

#[test]
fn components_that_are_not_told_apart_have_no_order() {
    // One component takes everything; whatever is wrong may give everything to another.
    let exchanged = |right: &Value| {
        let rows = rows(&right["responsibilities"]).expect("rows");
        let turned: Vec<Vec<f64>> = rows.iter().map(|row| row.iter().rev().copied().collect()).collect();
        json!({"responsibilities": of_rows(&turned)})
    };
    assert_eq!(hints("gaussian/galaxies-roeder-spherical-evaluate-map", &exchanged), Vec::<String>::new());
    let told_apart = hints("gaussian/faithful-full-evaluate-components", &exchanged);
    assert!(told_apart[0].contains("in another order"), "{told_apart:?}");
}

#[test]
fn an_infinite_elbo_is_the_log_joint_only_where_the_log_joint_was_reported() {
    let elbo = |elbo: Value| move |_: &Value| json!({"elbo": elbo});
    assert_eq!(hints("categorical/no-support-bound", &elbo(json!(-7.411233361528449))), Vec::<String>::new());
    let own = case("categorical/no-support-bound").1["log_joint"].clone();
    let own = hints("categorical/no-support-bound", &elbo(own));
    assert!(own[0].starts_with("your elbo is the certified log_joint"), "{own:?}");
}

#[test]
fn of_two_infinite_objectives_neither_is_taken_for_the_other() {
    // Some observation is impossible; whoever drops it reports a number.
    let numbers = |_: &Value| json!({"log_evidence": -1384.5, "log_joint": -1390.25});
    let infinite = |(_, right): &&(Prepared, Value)| right["log_evidence"] == "-inf" && right["log_joint"] == "-inf";
    let cases: Vec<&str> = golden().iter().filter(infinite).map(|(prepared, _)| prepared.case.name()).collect();
    assert!(!cases.is_empty());
    for id in cases {
        assert_eq!(hints(id, &numbers), Vec::<String>::new(), "{id}");
    }
}

#[test]
fn a_factor_is_one_of_all_components() {
    // The densities of the first component are a billion times those of the second.
    let id = "gaussian/near-singular-full-evaluate";
    let first = |right: &Value| {
        let rows = rows(&right["log_densities"]).expect("rows");
        json!({"log_densities": of_rows(&rows.iter().map(|row| vec![2.0 * row[0], row[1] - 1.0]).collect::<Vec<_>>())})
    };
    assert_eq!(hints(id, &first), Vec::<String>::new());
    let both = hints(id, &|right| json!({"log_densities": changed(&right["log_densities"], &|x| 2.0 * x)}));
    assert!(both[0].contains("twice the certified"), "{both:?}");
}

#[test]
fn a_trace_that_never_moves_was_not_stopped() {
    let id = "gaussian/diabetes-full-k3";
    let stays = |from: usize| {
        move |right: &Value| {
            let trace = right["log_evidence"].as_array().expect("a trace");
            let stays = (0..trace.len()).map(|t| trace[t.min(trace.len() - from)].clone());
            json!({"log_evidence": stays.collect::<Value>()})
        }
    };
    let length = case(id).1["log_evidence"].as_array().expect("a trace").len();
    assert_eq!(hints(id, &stays(length)), Vec::<String>::new());
    let last = hints(id, &stays(2));
    assert!(last[0].contains("unchanged from there on") && last[0].contains("the last of them too"), "{last:?}");
    let stopped = hints(id, &stays(3));
    assert!(stopped[0].contains("unchanged from there on") && stopped[0].contains("rule for stopping"), "{stopped:?}");
}
