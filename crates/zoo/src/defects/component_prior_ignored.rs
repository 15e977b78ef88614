//! Computes maximum likelihood components whatever the prior.
//!
//! The prior that was to keep a covariance from collapsing does nothing.
//!
//! A common mistake.

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "component-prior-ignored",
    layer: Layer::Prior,
    seen_in: "a common mistake",
    steps: Steps { m_step: without_prior, ..HEALTHY },
};

fn without_prior(steps: &Steps, problem: &Problem, r: &Matrix, previous: Option<&Mixture>) -> Result<Mixture> {
    let likelihood = Problem { prior: None, ..problem.clone() };
    maximization::m_step(steps, &likelihood, r, previous)
}
