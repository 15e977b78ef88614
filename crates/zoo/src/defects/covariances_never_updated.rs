//! Gives back the covariances of the start.
//!
//! Means and weights look right; intervals, predictions and the likelihood are those of the first guess.
//!
//! Seen in rust-ml/linfa #321, #322.

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "covariances-never-updated",
    layer: Layer::MStep,
    seen_in: "rust-ml/linfa #321, #322",
    steps: Steps { m_step: of_the_start, ..HEALTHY },
};

fn of_the_start(steps: &Steps, problem: &Problem, r: &Matrix, previous: Option<&Mixture>) -> Result<Mixture> {
    let mut next = maximization::m_step(steps, problem, r, previous)?;
    for (component, before) in next.components.iter_mut().zip(previous.iter().flat_map(|previous| &previous.components))
    {
        if let (Component::Gaussian { covariance, .. }, Component::Gaussian { covariance: old, .. }) =
            (component, before)
        {
            *covariance = old.clone();
        }
    }
    Ok(next)
}
