//! What is asked, put to linfa.

use std::time::Instant;

use linfa::{DatasetBase, prelude::Fit, prelude::ParamGuard};
use linfa_clustering::{GaussianMixtureModel, GmmError, GmmInitMethod};
use ndarray::Array2;
use serde_json::{Map, Value, json};

use crate::{
    json::{table, written_table},
    mixture::{self, Mixture},
    start::Given,
};

/// Iterations of one run of `fit` that stops as soon as its rule can say so: the M-step from the start, and two more.
const SHORTEST: u64 = 3;
/// Tolerances to try in turn: `fit` discards a model that has not converged.
const TOLERANCES: [f64; 6] = [f64::MIN_POSITIVE, 1e-16, 1e-15, 1e-14, 1e-13, 1e-12];

/// What is not a result.
pub enum Answer {
    /// linfa has no such feature, or cannot be given the question.
    Unsupported(String),
    /// linfa refused.
    Rejected(String),
    /// Something else went wrong.
    Error(String),
}

/// The answer that linfa has no such feature.
pub fn unsupported<T>(reason: &str) -> Result<T, Answer> {
    Err(Answer::Unsupported(reason.to_owned()))
}

impl From<GmmError> for Answer {
    fn from(error: GmmError) -> Self {
        Self::Rejected(error.to_string())
    }
}

/// How linfa is driven.
pub struct Driver {
    /// Whether iterations are also had by asking for several runs, each of which goes on where the one before it ended.
    pub continued_runs: bool,
}

/// Answers a request.
pub fn answer(driver: &Driver, request: &Value) -> Result<Value, Answer> {
    match request["op"].as_str() {
        Some("describe") => Ok(description()),
        Some("run") => run(driver, &request["case"]),
        Some("bench") => bench(&request["case"], request["repeats"].as_u64().unwrap_or(0)),
        _ => unsupported("this request"),
    }
}

fn description() -> Value {
    json!({
        "name": "linfa-clustering", "version": env!("LINFA_CLUSTERING_VERSION"), "language": "Rust", "precision": "binary64",
        "operations": {
            "evaluate": {"gaussian": ["identity", "spherical", "diagonal", "full", "tied"]},
            "trajectory": {"gaussian": ["full"]}, "fit": {"gaussian": ["full"]},
        },
        "priors": false, "observation_weights": false,
    })
}

fn run(driver: &Driver, case: &Value) -> Result<Value, Answer> {
    let operation = case["operation"].as_str().unwrap_or_default();
    if case["model"]["family"] != "gaussian" {
        return unsupported("Gaussian mixtures only");
    }
    match operation {
        "evaluate" => evaluate(case),
        "trajectory" => trajectory(driver, case),
        "fit" => fit(case),
        _ => unsupported(&format!("no operation {operation}")),
    }
}

fn evaluate(case: &Value) -> Result<Value, Answer> {
    let x = table(&case["data"]["observations"])?;
    let structure = case["model"]["covariance"].as_str().unwrap_or_default();
    let mixture = mixture::read(&case["parameters"], structure, x.ncols())?;
    Ok(json!({ "responsibilities": written_table(mixture.predict_proba(&x).view()) }))
}

/// The data of a case of EM, and the mixture it begins with.
fn learning(case: &Value) -> Result<(Array2<f64>, Mixture), Answer> {
    if case["model"]["covariance"] != "full" {
        return unsupported("full covariances only");
    }
    if !case["prior"].is_null() || !case["data"]["weights"].is_null() {
        return unsupported("no priors and no observation weights");
    }
    let x = table(&case["data"]["observations"])?;
    let initial = mixture::read(&case["initial"], "full", x.ncols())?;
    Ok((x, initial))
}

/// One call of `fit`, from the responsibilities of a mixture, without regularisation.
fn fitted(x: &Array2<f64>, from: &Mixture, tolerance: f64, most: u64, runs: u64) -> Result<Mixture, GmmError> {
    let responsibilities = from.predict_proba(x);
    let parameters = GaussianMixtureModel::params_with_rng(from.weights().len(), Given::new(&responsibilities))
        .init_method(GmmInitMethod::Random)
        .reg_covariance(0.0)
        .tolerance(tolerance)
        .max_n_iterations(most)
        .n_runs(runs);
    parameters.check()?.fit(&DatasetBase::from(x.clone()))
}

/// So many iterations; `None` where that number cannot be had.
fn after(driver: &Driver, x: &Array2<f64>, initial: &Mixture, iterations: u64) -> Result<Option<Mixture>, Answer> {
    let (mut mixture, mut left) = (initial.clone(), iterations);
    if driver.continued_runs && left % SHORTEST > 0 {
        let first = left % SHORTEST + if left % SHORTEST == 1 { 6 } else { SHORTEST };
        if left < first {
            return Ok(None);
        }
        mixture = fitted(x, &mixture, f64::MAX, 2, (first - 1) / 2)?;
        left -= first;
    }
    if left % SHORTEST > 0 {
        return Ok(None);
    }
    for _ in 0..left / SHORTEST {
        mixture = fitted(x, &mixture, f64::MAX, 2, 1)?;
    }
    Ok(Some(mixture))
}

fn trajectory(driver: &Driver, case: &Value) -> Result<Value, Answer> {
    let (x, initial) = learning(case)?;
    let mut recorded = Map::new();
    for iterations in case["record"].as_array().into_iter().flatten().filter_map(Value::as_u64) {
        if let Some(mixture) = after(driver, &x, &initial, iterations)? {
            recorded.insert(iterations.to_string(), mixture::written(&mixture));
        }
    }
    if recorded.is_empty() {
        unsupported("the number of iterations is a multiple of 3")
    } else {
        Ok(json!({ "parameters": recorded }))
    }
}

fn fit(case: &Value) -> Result<Value, Answer> {
    let (x, initial) = learning(case)?;
    if case["tolerance"].as_f64() != Some(0.0) {
        return unsupported("the tolerance is of the change of the mean log likelihood, not of the relative change");
    }
    let most = case["max_iterations"].as_u64().unwrap_or(1);
    let tried = TOLERANCES.iter().map(|tolerance| fitted(&x, &initial, *tolerance, most, 1));
    let given_up = |result: &Result<Mixture, GmmError>| matches!(result, Err(GmmError::NotConverged(_)));
    let mut last = None;
    for result in tried {
        let again = given_up(&result);
        last = Some(result);
        if !again {
            break;
        }
    }
    match last {
        Some(result) => Ok(json!({ "parameters": mixture::written(&result?) })),
        None => unsupported("no tolerance"),
    }
}

fn bench(case: &Value, repeats: u64) -> Result<Value, Answer> {
    let (x, initial) = learning(case)?;
    let Some(iterations) = case["iterations"].as_u64() else { return unsupported("only trajectories are timed") };
    let time = |_| {
        let start = Instant::now();
        let _ = fitted(&x, &initial, f64::MIN_POSITIVE, iterations, 1);
        start.elapsed().as_secs_f64()
    };
    Ok(json!({ "seconds": (0..repeats).map(time).collect::<Vec<_>>() }))
}
