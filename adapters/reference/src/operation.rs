//! The operations: a case is translated once, and then computed as often as is asked.

use std::panic::{AssertUnwindSafe, catch_unwind};

use faer::MatRef;
use reference::{
    Categorical, Diagonal, Full, Gaussian, Identity, Mixture, Poisson, Spherical, Tied, Wanted,
    conjugate::ConjugatePrior, evaluate, fit, maximize, trajectory,
};
use serde_json::Value;
use suite::{
    format::{
        Answer, Case, Evaluation, Family, Fit, Maximum, Model, Number, Operation, Parameters, Structure, Trajectory,
    },
    implementation::Response,
};

use crate::{
    bound, divergence, evidence,
    family::Translate,
    input::{Refusal, absent, mixture, observations, prior, refused, required, responsibilities},
    variational,
};

/// A case ready to be computed: parsed, checked and copied.
pub type Prepared = Box<dyn Fn() -> Result<Answer, Refusal> + Send>;

/// What came of preparing or computing a case.
pub enum Answered<T> {
    /// It could be done.
    Done(T),
    /// The reference has no such feature.
    Unsupported(String),
    /// The input is bad.
    Rejected(Refusal),
}

/// Translates a resolved case.
#[must_use]
pub fn prepare(case: &Case) -> Answered<Prepared> {
    if let Err(message) = case.check_fields() {
        return Answered::Rejected(message);
    }
    if case.operation == Operation::Divergence {
        return divergence::prepare(case).map_or_else(Answered::Rejected, Answered::Done);
    }
    let model = case.model.as_ref().expect("the operation's fields are there");
    if matches!(case.operation, Operation::Evidence | Operation::Variational) {
        return prepare_bayesian(case, model);
    }
    let prepared = match (model.family, model.covariance) {
        (Family::Gaussian, Some(Structure::Identity)) => prepare_for::<Gaussian<Identity>>(case, model),
        (Family::Gaussian, Some(Structure::Spherical)) => prepare_for::<Gaussian<Spherical>>(case, model),
        (Family::Gaussian, Some(Structure::Diagonal)) => prepare_for::<Gaussian<Diagonal>>(case, model),
        (Family::Gaussian, Some(Structure::Full)) => prepare_for::<Gaussian<Full>>(case, model),
        (Family::Gaussian, Some(Structure::Tied)) => prepare_for::<Gaussian<Tied>>(case, model),
        (Family::Gaussian, None) => Err("model.covariance: missing".to_owned()),
        (Family::Poisson, _) => prepare_for::<Poisson>(case, model),
        (Family::Categorical, _) => prepare_for::<Categorical>(case, model),
    };
    match prepared {
        Ok(prepared) => Answered::Done(prepared),
        Err(refusal) => Answered::Rejected(refusal),
    }
}

/// Puts a resolved case to the reference.
#[must_use]
pub fn run(case: &Case) -> Response {
    let computed = catch_unwind(AssertUnwindSafe(|| match prepare(case) {
        Answered::Done(prepared) => match prepared() {
            Ok(answer) => Response::Ok(serde_json::to_value(answer).unwrap_or(Value::Null)),
            Err(refusal) => Response::Rejected(refusal),
        },
        Answered::Unsupported(reason) => Response::Unsupported(reason),
        Answered::Rejected(refusal) => Response::Rejected(refusal),
    }));
    computed.unwrap_or_else(|_| Response::Error("the reference panicked: a defect of the reference".to_owned()))
}

/// The operations that integrate the parameters out: not for a covariance that components share.
fn prepare_bayesian(case: &Case, model: &Model) -> Answered<Prepared> {
    if let Err(refusal) = check_model(model) {
        return Answered::Rejected(refusal);
    }
    match (model.family, model.covariance) {
        (Family::Gaussian, Some(Structure::Identity)) => prepare_bayesian_for::<Gaussian<Identity>>(case),
        (Family::Gaussian, Some(Structure::Spherical)) => prepare_bayesian_for::<Gaussian<Spherical>>(case),
        (Family::Gaussian, Some(Structure::Diagonal)) => prepare_bayesian_for::<Gaussian<Diagonal>>(case),
        (Family::Gaussian, Some(Structure::Full)) => prepare_bayesian_for::<Gaussian<Full>>(case),
        (Family::Gaussian, Some(Structure::Tied)) => evidence::tied(case),
        (Family::Gaussian, None) => Answered::Rejected("model.covariance: missing".to_owned()),
        (Family::Poisson, _) => prepare_bayesian_for::<Poisson>(case),
        (Family::Categorical, _) => prepare_bayesian_for::<Categorical>(case),
    }
}

fn prepare_bayesian_for<F: Translate<Prior: ConjugatePrior>>(case: &Case) -> Answered<Prepared> {
    match case.operation {
        Operation::Evidence => evidence::prepare::<F>(case),
        _ => variational::prepare::<F>(case),
    }
}

/// A model has no field of another family's.
fn check_model(model: &Model) -> Result<(), Refusal> {
    if model.family != Family::Gaussian {
        absent(model.covariance.as_ref(), "model.covariance", model.family.name())?;
    }
    if model.family != Family::Categorical {
        absent(model.levels.as_ref(), "model.levels", model.family.name())?;
    }
    Ok(())
}

fn prepare_for<F: Translate>(case: &Case, model: &Model) -> Result<Prepared, Refusal> {
    check_model(model)?;
    if case.operation == Operation::Bound {
        return bound::prepare::<F>(case);
    }
    let observations = observations(required(case.data.as_ref(), "data")?)?;
    let prior = prior::<F>(case)?;
    match case.operation {
        Operation::Evaluate => {
            let mixture = mixture::<F>(required(case.parameters.as_ref(), "parameters")?, case, "parameters")?;
            Ok(Box::new(move || {
                let evaluation = evaluate(&observations, &mixture, &prior, Wanted::ALL).map_err(refused)?;
                Ok(Answer::Evaluation(written_evaluation(&evaluation)))
            }))
        }
        Operation::Maximize => {
            let shape = F::shape_of(case, observations.dimension())?;
            let given =
                responsibilities(required(case.responsibilities.as_ref(), "responsibilities")?, "responsibilities")?;
            Ok(Box::new(move || {
                let maximum = maximize::<F>(&observations, &shape, given.as_ref(), &prior).map_err(refused)?;
                Ok(Answer::Maximum(Maximum { parameters: Some(written(&maximum)) }))
            }))
        }
        Operation::Trajectory => {
            let initial = mixture::<F>(required(case.initial.as_ref(), "initial")?, case, "initial")?;
            let iterations = *required(case.iterations.as_ref(), "iterations")?;
            let record = required(case.record.as_ref(), "record")?.clone();
            check_record(&record, iterations)?;
            Ok(Box::new(move || {
                let run = trajectory(&observations, initial.clone(), &prior, iterations, &record).map_err(refused)?;
                Ok(Answer::Trajectory(written_trajectory(&run)))
            }))
        }
        _ => {
            let initial = mixture::<F>(required(case.initial.as_ref(), "initial")?, case, "initial")?;
            let tolerance = required(case.tolerance.as_ref(), "tolerance")?.0;
            let max_iterations = *required(case.max_iterations.as_ref(), "max_iterations")?;
            Ok(Box::new(move || {
                let fit = fit(&observations, initial.clone(), &prior, tolerance, max_iterations).map_err(refused)?;
                Ok(Answer::Fit(written_fit(&fit)))
            }))
        }
    }
}

fn check_record(record: &[usize], iterations: usize) -> Result<(), Refusal> {
    match record.iter().position(|&t| t > iterations) {
        Some(index) => Err(format!("record[{index}] is {}: there are {iterations} iterations", record[index])),
        None => Ok(()),
    }
}

pub(crate) fn numbers(values: &[f64]) -> Vec<Number> {
    values.iter().copied().map(Number).collect()
}

/// `N` rows of `K` from a `K x N` matrix.
pub(crate) fn transposed(matrix: MatRef<'_, f64>) -> Vec<Vec<Number>> {
    matrix.col_iter().map(|column| column.iter().copied().map(Number).collect()).collect()
}

fn written<F: Translate>(mixture: &Mixture<F>) -> Parameters {
    Parameters {
        weights: numbers(mixture.weights()),
        components: mixture.components().written(),
        covariance: mixture.components().shared_covariance(),
    }
}

fn written_evaluation(evaluation: &reference::Evaluation) -> Evaluation {
    Evaluation {
        log_densities: evaluation.log_densities.as_ref().map(|matrix| transposed(matrix.as_ref())),
        log_evidence_terms: evaluation.log_evidence_terms.as_deref().map(numbers),
        log_evidence: Some(Number(evaluation.log_evidence)),
        log_joint: evaluation.log_joint.map(Number),
        responsibilities: evaluation.responsibilities.as_ref().map(|matrix| transposed(matrix.as_ref())),
    }
}

fn written_trajectory<F: Translate>(run: &reference::Trajectory<F>) -> Trajectory {
    let empty: Vec<[usize; 2]> = run.empty_components.iter().map(|&(t, k)| [t, k]).collect();
    Trajectory {
        log_evidence: Some(numbers(&run.log_evidence)),
        log_joint: Some(numbers(&run.log_joint)),
        parameters: Some(run.recorded.iter().map(|(t, mixture)| (*t, written(mixture))).collect()),
        empty_components: (!empty.is_empty()).then_some(empty),
    }
}

fn written_fit<F: Translate>(fit: &reference::Fit<F>) -> Fit {
    Fit {
        parameters: Some(written(&fit.mixture)),
        log_evidence: Some(Number(fit.log_evidence)),
        log_joint: Some(Number(fit.log_joint)),
        iterations: Some(fit.iterations),
        converged: Some(fit.converged),
    }
}
