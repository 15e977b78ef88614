//! What is said of what was found, in the words of the formats.

use std::collections::BTreeMap;

use suite::format::{Component as Written, Evaluation, Fit, Number, Parameters, Tensor, Trajectory};

use super::{
    expectation::Expectation,
    iterate::Run,
    model::{Component, Covariance, Matrix, Mixture},
};
use crate::steps::Steps;

/// The numbers of a list.
#[must_use]
pub fn numbers(values: &[f64]) -> Vec<Number> {
    values.iter().copied().map(Number).collect()
}

/// The numbers of a list of rows.
#[must_use]
pub fn rows(values: &Matrix) -> Vec<Vec<Number>> {
    values.iter().map(|row| numbers(row)).collect()
}

/// The parameters of a mixture.
pub fn parameters(mixture: &Mixture, tied: bool) -> Parameters {
    let shared = match mixture.components.first() {
        Some(Component::Gaussian { covariance: Covariance::Full(matrix), .. }) if tied => Some(rows(matrix)),
        _ => None,
    };
    Parameters {
        weights: numbers(&mixture.weights),
        components: mixture.components.iter().map(|component| written(component, tied)).collect(),
        covariance: shared,
    }
}

fn written(component: &Component, tied: bool) -> Written {
    match component {
        Component::Gaussian { mean, covariance } => Written {
            mean: Some(numbers(mean)),
            covariance: match covariance {
                Covariance::Identity => None,
                Covariance::Spherical(variance) => Some(Tensor::Scalar(Number(*variance))),
                Covariance::Diagonal(variances) => Some(Tensor::Vector(numbers(variances))),
                Covariance::Full(matrix) => (!tied).then(|| Tensor::Matrix(rows(matrix))),
            },
            ..Written::default()
        },
        Component::Poisson { rate } => Written { rate: Some(numbers(rate)), ..Written::default() },
        Component::Categorical { probabilities } => {
            Written { probabilities: Some(rows(probabilities)), ..Written::default() }
        }
    }
}

/// The result of `evaluate`; no responsibilities where an observation has none.
pub fn evaluation(found: &Expectation, log_evidence: f64, log_joint: f64) -> Evaluation {
    let known = found.responsibilities.iter().flatten().all(|r| !r.is_nan());
    Evaluation {
        log_densities: Some(rows(&found.log_densities)),
        log_evidence_terms: Some(numbers(&found.terms)),
        log_evidence: Some(Number(log_evidence)),
        log_joint: Some(Number(log_joint)),
        responsibilities: known.then(|| rows(&found.responsibilities)),
    }
}

/// The result of `trajectory`.
pub fn trajectory(steps: &Steps, run: &Run, record: &[usize], tied: bool) -> Trajectory {
    let recorded = record.iter().filter_map(|&t| Some((t, (steps.parameters)(run.mixtures.get(t)?, tied))));
    Trajectory {
        log_evidence: Some(numbers(&run.log_evidence)),
        log_joint: Some(numbers(&run.log_joint)),
        parameters: Some(recorded.collect::<BTreeMap<_, _>>()),
        empty_components: (!run.empty.is_empty()).then(|| run.empty.clone()),
    }
}

/// The result of `fit`: the last of everything.
pub fn fit(steps: &Steps, run: &Run, tied: bool) -> Fit {
    let last = run.log_joint.len() - 1;
    Fit {
        parameters: Some((steps.parameters)(&run.mixtures[last], tied)),
        log_evidence: Some(Number(run.log_evidence[last])),
        log_joint: Some(Number(run.log_joint[last])),
        iterations: Some(last),
        converged: Some(run.converged),
    }
}
