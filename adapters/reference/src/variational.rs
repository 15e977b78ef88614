//! `variational`: mean-field coordinate ascent for the Bayesian mixture.

use reference::{conjugate::ConjugatePrior, variational};
use suite::format::{Answer, Case, Variational};

use crate::{
    evidence::weighted,
    family::Translate,
    input::{Refusal, observations, prior, refused, required, responsibilities},
    operation::{Answered, Prepared, numbers, transposed},
};

/// Translates a case.
pub fn prepare<F: Translate<Prior: ConjugatePrior>>(case: &Case) -> Answered<Prepared> {
    match (read::<F>(case), weighted(case)) {
        (Err(refusal), _) => Answered::Rejected(refusal),
        (Ok(_), Some(reason)) => Answered::Unsupported(reason),
        (Ok(prepared), None) => Answered::Done(prepared),
    }
}

fn read<F: Translate<Prior: ConjugatePrior>>(case: &Case) -> Result<Prepared, Refusal> {
    let observations = observations(required(case.data.as_ref(), "data")?)?;
    let shape = F::shape_of(case, observations.dimension())?;
    let prior = prior::<F>(case)?;
    let given = responsibilities(required(case.responsibilities.as_ref(), "responsibilities")?, "responsibilities")?;
    let iterations = *required(case.iterations.as_ref(), "iterations")?;
    Ok(Box::new(move || {
        let run = variational::<F>(&observations, &shape, &prior, given.as_ref(), iterations).map_err(refused)?;
        Ok(Answer::Variational(Variational {
            elbo: Some(numbers(&run.elbo)),
            responsibilities: Some(transposed(run.responsibilities.as_ref())),
        }))
    }))
}
