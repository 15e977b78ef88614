//! Updates the means, computes responsibilities again, and takes the covariances from those.
//!
//! This is ECM: it climbs, but it is not EM, and after any number of iterations it is elsewhere.
//!
//! Seen in mixtools 2.0.0, normalmixEM (sdcat != 1 for sdcat != 1:k); NVIDIA/cuvs PR #2248.

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "covariance-after-a-second-e-step",
    layer: Layer::MStep,
    seen_in: "mixtools 2.0.0, normalmixEM (sdcat != 1 for sdcat != 1:k); NVIDIA/cuvs PR #2248",
    steps: Steps { m_step: in_two_halves, ..HEALTHY },
};

fn in_two_halves(steps: &Steps, problem: &Problem, r: &Matrix, previous: Option<&Mixture>) -> Result<Mixture> {
    let mut first = maximization::m_step(steps, problem, r, previous)?;
    let again = expectation::e_step(steps, problem, &first)?.responsibilities;
    if again.iter().flatten().any(|r| r.is_nan()) {
        return Ok(first);
    }
    let second = maximization::m_step(steps, problem, &again, previous)?;
    for (component, late) in first.components.iter_mut().zip(second.components) {
        if let (Component::Gaussian { covariance, .. }, Component::Gaussian { covariance: new, .. }) = (component, late)
        {
            *covariance = new;
        }
    }
    Ok(first)
}
