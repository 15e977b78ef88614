//! What the reference's iterations cost by its own count, which no operation asks for.

use reference::{Categorical, Diagonal, Full, Gaussian, Identity, Poisson, Spherical, Tied, em::Cost, trajectory};
use suite::format::{Case, Family, Structure};

use crate::{
    family::Translate,
    input::{Refusal, mixture, observations, prior, refused, required},
};

/// Passes over the data and densities that were evaluated in a resolved `trajectory`.
///
/// # Errors
/// When the case is no trajectory, or one that the reference refuses.
pub fn cost(case: &Case) -> Result<Cost, Refusal> {
    let model = required(case.model.as_ref(), "model")?;
    match (model.family, model.covariance) {
        (Family::Gaussian, Some(Structure::Identity)) => of::<Gaussian<Identity>>(case),
        (Family::Gaussian, Some(Structure::Spherical)) => of::<Gaussian<Spherical>>(case),
        (Family::Gaussian, Some(Structure::Diagonal)) => of::<Gaussian<Diagonal>>(case),
        (Family::Gaussian, Some(Structure::Full)) => of::<Gaussian<Full>>(case),
        (Family::Gaussian, Some(Structure::Tied)) => of::<Gaussian<Tied>>(case),
        (Family::Gaussian, None) => Err("model.covariance: missing".to_owned()),
        (Family::Poisson, _) => of::<Poisson>(case),
        (Family::Categorical, _) => of::<Categorical>(case),
    }
}

fn of<F: Translate>(case: &Case) -> Result<Cost, Refusal> {
    let observations = observations(required(case.data.as_ref(), "data")?)?;
    let initial = mixture::<F>(required(case.initial.as_ref(), "initial")?, case, "initial")?;
    let iterations = *required(case.iterations.as_ref(), "iterations")?;
    let run = trajectory(&observations, initial, &prior::<F>(case)?, iterations, &[]).map_err(refused)?;
    Ok(run.cost)
}
