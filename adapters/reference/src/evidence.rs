//! `evidence`: the exact log evidence of the Bayesian mixture.

use reference::{Enumeration, conjugate::ConjugatePrior};
use suite::format::{Answer, Case, Evidence, Number, Weights};

use crate::{
    family::Translate,
    input::{observations, prior, refused, required},
    operation::{Answered, Prepared},
};

/// A sum of more terms is announced before it starts.
const ANNOUNCED: u128 = 1_000_000;

/// Translates a case.
pub fn prepare<F: Translate<Prior: ConjugatePrior>>(case: &Case) -> Answered<Prepared> {
    let read = || {
        let observations = observations(required(case.data.as_ref(), "data")?)?;
        let shape = F::shape_of(case, observations.dimension())?;
        Ok((observations, shape, prior::<F>(case)?, *required(case.components.as_ref(), "components")?))
    };
    let (observations, shape, prior, components) = match read() {
        Ok(read) => read,
        Err(refusal) => return Answered::Rejected(refusal),
    };
    if let Some(reason) = weighted(case) {
        return Answered::Unsupported(reason);
    }
    match Enumeration::<F>::plan(&observations, &shape, &prior, components) {
        // A limit of this implementation: the input is good.
        Err(error @ reference::Error::TooManyTerms { .. }) => return Answered::Unsupported(error.to_string()),
        Err(error) => return Answered::Rejected(refused(error)),
        Ok(plan) if plan.terms() > ANNOUNCED => eprintln!("{}: the evidence sums {} terms", case.name(), plan.terms()),
        Ok(_) => {}
    }
    Answered::Done(Box::new(move || {
        let plan = Enumeration::<F>::plan(&observations, &shape, &prior, components).map_err(refused)?;
        let log_model_evidence = plan.log_evidence().map_err(refused)?;
        Ok(Answer::Evidence(Evidence { log_model_evidence: Some(Number(log_model_evidence)) }))
    }))
}

/// Why a case with observations that count more or less than once cannot be answered.
pub fn weighted(case: &Case) -> Option<String> {
    let weights = case.data.as_ref().and_then(|data| data.weights.as_ref());
    let unequal = matches!(weights, Some(Weights::Values(weights)) if weights.iter().any(|weight| weight.0 != 1.0));
    unequal.then(|| {
        let operation = case.operation;
        let reason = "the integral over the parameters is defined for unweighted observations";
        format!("the operation `{operation}` with data.weights other than 1: {reason}")
    })
}

/// Why components with one covariance cannot be answered for: of good data, and bad data are refused as ever.
pub fn tied(case: &Case) -> Answered<Prepared> {
    match required(case.data.as_ref(), "data").and_then(observations) {
        Err(refusal) => Answered::Rejected(refusal),
        Ok(_) => Answered::Unsupported(format!(
            "the operation `{}` with a tied covariance: the components share a parameter and have no marginal likelihood each",
            case.operation
        )),
    }
}
