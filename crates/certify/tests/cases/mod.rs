//! Fits that several tests ask about.

use std::path::PathBuf;

use serde_json::{Value, json};
use suite::{data::DataLibrary, format::Case};

/// Two components with the covariance I on data that are symmetric about 0.
pub fn symmetric(prior: bool) -> Value {
    let mut case = json!({
        "operation": "fit", "tolerance": 0, "max_iterations": 1000,
        "data": {"observations": [[-2.5], [-1.5], [-0.25], [0.25], [1.5], [2.5]]},
        "model": {"family": "gaussian", "covariance": "identity"},
        "initial": {"weights": [0.5, 0.5], "components": [{"mean": [-1]}, {"mean": [0.5]}]},
    });
    if prior {
        case["prior"] = json!({"weights": {"dirichlet": [3, 3]}});
    }
    case
}

/// A resolved case on a table of the suite.
pub fn on(set: &str, columns: &[&str], weights: Option<&str>, model: Value, initial: Value) -> Case {
    let mut case = json!({
        "operation": "fit", "tolerance": 0, "max_iterations": 10000,
        "data": {"set": set, "columns": columns}, "model": model, "initial": initial,
    });
    if let Some(weights) = weights {
        case["data"]["weights"] = json!(weights);
    }
    let library = DataLibrary::new(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../golden/data"));
    library.resolve(&serde_json::from_value(case).unwrap()).unwrap()
}

pub fn london() -> Case {
    let initial = json!({"weights": [0.5, 0.5], "components": [{"rate": [1]}, {"rate": [3]}]});
    on("london_times_deaths", &["deaths"], Some("freq"), json!({"family": "poisson"}), initial)
}
