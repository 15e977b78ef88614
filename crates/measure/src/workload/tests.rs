use reference_adapter::Reference;
use serde_json::Value;
use suite::implementation::{Implementation, Response};

use super::*;

/// The answer of the reference to a workload, with what an evaluation at its end says of the rows.
fn answered(workload: &Workload, scale: usize) -> (Case, Value) {
    let case = workload.case(scale);
    case.check_fields().unwrap();
    match Reference::new().run(&case) {
        Response::Ok(value) => (case, value),
        other => panic!("{}: {other:?}", workload.name),
    }
}

/// The responsibilities after the last iteration.
fn responsibilities(case: Case, answer: &Value) -> Vec<Vec<f64>> {
    let answer = match case.operation {
        Operation::Variational => answer.clone(),
        _ => {
            let last = answer["parameters"][case.iterations.unwrap().to_string()].clone();
            let parameters = Some(serde_json::from_value(last).unwrap());
            let asked = Case { data: case.data, model: case.model, parameters, ..Case::blank(Operation::Evaluate) };
            match Reference::new().run(&asked) {
                Response::Ok(value) => value,
                other => panic!("{other:?}"),
            }
        }
    };
    serde_json::from_value(answer["responsibilities"].clone()).unwrap()
}

#[test]
fn every_component_keeps_weight_and_most_rows_are_shared() {
    for workload in &ALL {
        // Of too few rows a covariance of many dimensions fits its own component alone.
        let rows = (40 * workload.dimension * workload.components).max(2_000);
        let scale = (workload.observations / rows).max(1);
        let (case, answer) = answered(workload, scale);
        let n = case.data.as_ref().unwrap().observations.as_ref().unwrap().len();
        assert_eq!(n, workload.observations_at(scale));
        let responsibilities = responsibilities(case, &answer);
        let k = workload.components;
        let weight = |k: usize| responsibilities.iter().map(|row| row[k]).sum::<f64>() / n as f64;
        let weights: Vec<f64> = (0..k).map(weight).collect();
        assert!(weights.iter().all(|weight| *weight > 0.2 / k as f64), "{}: {weights:?}", workload.name);
        let shared = |row: &&Vec<f64>| row.iter().copied().fold(0.0, f64::max) < 0.99;
        let shared = responsibilities.iter().filter(shared).count() as f64 / n as f64;
        assert!((0.1..0.98).contains(&shared), "{}: {shared} of the rows are shared", workload.name);
    }
}

#[test]
fn the_objective_rises_in_every_iteration() {
    for workload in &ALL {
        let (case, answer) = answered(workload, workload.observations / 1_000);
        let trace = if case.operation == Operation::Variational { "elbo" } else { "log_evidence" };
        let trace: Vec<f64> = serde_json::from_value(answer[trace].clone()).unwrap();
        assert_eq!(trace.len(), workload.iterations + 1);
        assert!(trace.windows(2).all(|pair| pair[1] > pair[0]), "{}: {trace:?}", workload.name);
    }
}

#[test]
fn names_are_unique_and_chosen_by_glob() {
    let names: std::collections::BTreeSet<&str> = ALL.iter().map(|workload| workload.name).collect();
    assert_eq!(names.len(), ALL.len());
    let found: Vec<&str> = chosen("G*").unwrap().iter().map(|workload| workload.name).collect();
    assert_eq!(found, ["G1", "G2", "G3", "G4", "G5", "G6"]);
    assert!(chosen("X*").unwrap_err().contains("G1, G2"));
    assert_eq!((ALL[0].name_at(1), ALL[0].name_at(100)), ("G1".to_owned(), "G1/100".to_owned()));
    assert_eq!(ALL[0].observations_at(1_000_000), 160);
}

#[test]
fn a_workload_is_the_same_wherever_it_is_drawn() {
    let hash = |workload: &Workload| suite::hash::sha256(&serde_json::to_vec(&workload.case(1_000)).unwrap());
    let hashes: Vec<String> =
        ALL.iter().map(|workload| format!("{} {}", workload.name, &hash(workload)[..16])).collect();
    let known = [
        "G1 b57ba3bf0ab5d979",
        "G2 5eca61e46c7d8648",
        "G3 1d84c6fd4cda5833",
        "G4 4ddf7c63e0e4df22",
        "G5 265e71b9a15a04dd",
        "G6 8fd3913dddb27e9d",
        "P1 0015595a11dc9e90",
        "C1 d07fa7c64acd46ca",
        "V1 4b93eba66c3b071b",
    ];
    assert_eq!(hashes, known);
}
