//! A table of steps behind the door that everybody uses.

use serde_json::Value;
use suite::{
    format::{Case, Description, Extent, Family, Maximum, Operation, Precision, Q, Structure},
    implementation::{Implementation, Response},
};

use crate::{
    steps::Steps,
    textbook::{
        bayes, divergence, evidence, iterate,
        model::{Problem, Result, Stop, require},
        read::{self, required},
        variational,
    },
};

/// An implementation made of steps.
#[derive(Clone, Debug)]
pub struct Specimen {
    description: Description,
    steps: Steps,
}

impl Specimen {
    /// An implementation that takes these steps.
    #[must_use]
    pub fn new(name: &str, steps: Steps) -> Self {
        let families = [
            (Family::Gaussian, Extent::Structures(Structure::ALL.to_vec())),
            (Family::Poisson, Extent::Whole(true)),
            (Family::Categorical, Extent::Whole(true)),
        ];
        let families: std::collections::BTreeMap<_, _> = families.into_iter().collect();
        let operations = Operation::ALL.into_iter().map(|operation| (operation, families.clone())).collect();
        let description = Description {
            name: name.to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            language: "Rust".to_owned(),
            precision: Precision::Binary64,
            operations,
            priors: true,
            observation_weights: true,
        };
        Self { description, steps }
    }
}

impl Implementation for Specimen {
    fn description(&self) -> &Description {
        &self.description
    }

    fn run(&mut self, case: &Case) -> Response {
        match answer(&self.steps, case) {
            Ok(value) => Response::Ok(value),
            Err(Stop::Rejected(reason)) => Response::Rejected(reason),
            Err(Stop::Unsupported(reason)) => Response::Unsupported(reason),
        }
    }
}

/// The answer to a case.
fn answer(steps: &Steps, case: &Case) -> Result<Value> {
    case.check_fields().map_err(Stop::Rejected)?;
    if case.operation == Operation::Divergence {
        let (Some(Q::Member(q)), Some(p)) = (&case.q, &case.p) else {
            return Err(Stop::Rejected("q: expected the member of a family".to_owned()));
        };
        return Ok(written(divergence::divergence(steps, q, p)?));
    }
    let problem = read::problem(steps, case)?;
    match case.operation {
        Operation::Evaluate => evaluate(steps, &problem, case),
        Operation::Maximize => maximize(steps, &problem, case),
        Operation::Bound => {
            let mixture = read::mixture(steps, &problem, required(case.parameters.as_ref(), "parameters")?)?;
            let Some(Q::Rows(q)) = &case.q else {
                return Err(Stop::Rejected("q: expected rows over components".to_owned()));
            };
            let q = read::distributions(steps, &problem, q, "q")?;
            require(q[0].len() == mixture.weights.len(), "q: as many columns as components")?;
            (steps.bound)(steps, &problem, &mixture, &q).map(written)
        }
        Operation::Trajectory => trajectory(steps, &problem, case),
        Operation::Fit => fit(steps, &problem, case),
        Operation::Evidence => {
            evidence::evidence(steps, &problem, *required(case.components.as_ref(), "components")?).map(written)
        }
        _ => {
            let r = required(case.responsibilities.as_ref(), "responsibilities")?;
            let r = read::distributions(steps, &problem, r, "responsibilities")?;
            let iterations = *required(case.iterations.as_ref(), "iterations")?;
            variational::variational(steps, &problem, r, iterations).map(written)
        }
    }
}

fn written(answer: impl serde::Serialize) -> Value {
    serde_json::to_value(answer).expect("an answer is JSON")
}

fn evaluate(steps: &Steps, problem: &Problem, case: &Case) -> Result<Value> {
    let mixture = read::mixture(steps, problem, required(case.parameters.as_ref(), "parameters")?)?;
    let found = (steps.e_step)(steps, problem, &mixture)?;
    let log_evidence = (steps.log_evidence)(&found.terms, &problem.data.w);
    let log_joint = (steps.objective)(log_evidence, (steps.log_prior)(steps, problem, &mixture)?);
    Ok(written((steps.report_evaluation)(&found, log_evidence, log_joint)))
}

fn maximize(steps: &Steps, problem: &Problem, case: &Case) -> Result<Value> {
    let r = required(case.responsibilities.as_ref(), "responsibilities")?;
    let r = read::distributions(steps, problem, r, "responsibilities")?;
    if let Some(alpha) = &problem.alpha {
        bayes::same_components(alpha, r[0].len())?;
    }
    let mixture = (steps.m_step)(steps, problem, &r, None)?;
    Ok(written(Maximum { parameters: Some((steps.parameters)(&mixture, problem.model.tied())) }))
}

fn trajectory(steps: &Steps, problem: &Problem, case: &Case) -> Result<Value> {
    let initial = read::mixture(steps, problem, required(case.initial.as_ref(), "initial")?)?;
    let iterations = *required(case.iterations.as_ref(), "iterations")?;
    let record = required(case.record.as_ref(), "record")?;
    require(record.iter().all(|t| *t <= iterations), "record: beyond the last iteration")?;
    let run = iterate::iterate(steps, problem, initial, iterations, &|_, _| false)?;
    Ok(written((steps.report_trajectory)(steps, &run, record, problem.model.tied())))
}

fn fit(steps: &Steps, problem: &Problem, case: &Case) -> Result<Value> {
    let initial = read::mixture(steps, problem, required(case.initial.as_ref(), "initial")?)?;
    let tolerance = required(case.tolerance.as_ref(), "tolerance")?.0;
    require(tolerance >= 0.0 && tolerance.is_finite(), "tolerance: at least 0")?;
    let most = *required(case.max_iterations.as_ref(), "max_iterations")?;
    let stop = |before, now| (steps.converged)(before, now, tolerance);
    let run = iterate::iterate(steps, problem, initial, most, &stop)?;
    Ok(written((steps.report_fit)(steps, &run, problem.model.tied())))
}
