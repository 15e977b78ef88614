//! The bound of any `q`: `elbo(q) = log p(θ) + Σ_n w_n Σ_k q_nk (ℓ_nk - log q_nk)` and `kl(q) = Σ_n w_n Σ_k q_nk log(q_nk / r_nk)`,
//! each by its own formula.

use libm::log;
use suite::format::{Bound, Number};

use super::{
    log_prior::expectation,
    model::{Matrix, Mixture, Problem, Result, Row},
    special::dot,
};
use crate::steps::Steps;

/// Both sides of `elbo(q) + kl(q) = log p(X, θ)`.
///
/// # Errors
/// Those of the E-step.
pub fn bound(steps: &Steps, problem: &Problem, mixture: &Mixture, q: &Matrix) -> Result<Bound> {
    let found = (steps.e_step)(steps, problem, mixture)?;
    let q = (steps.q_of_bound)(q, &found.responsibilities);
    let used: Vec<usize> = (0..q.len()).filter(|&n| problem.data.w[n] > 0.0).collect();
    let w: Row = used.iter().map(|&n| problem.data.w[n]).collect();
    let free: Row = used.iter().map(|&n| (steps.free_energy)(&q[n], &found.log_joint[n])).collect();
    let relative = |&n: &usize| (steps.relative_entropy)(&q[n], &found.log_joint[n], found.terms[n]);
    let relative: Row = used.iter().map(relative).collect();
    let log_prior = (steps.log_prior)(steps, problem, mixture)?;
    let log_evidence = (steps.log_evidence)(&found.terms, &problem.data.w);
    let log_joint = (steps.objective)(log_evidence, log_prior);
    // Where an observation is impossible there are no responsibilities to compare with.
    let comparable = log_evidence.is_finite();
    Ok(Bound {
        elbo: Some(Number((steps.elbo)(&free, &w, log_prior))),
        kl: comparable.then(|| Number((steps.kl)(&relative, &w))),
        log_joint: Some(Number(log_joint)),
    })
}

/// The `q` that was asked about.
pub fn q_of_bound(q: &Matrix, _responsibilities: &Matrix) -> Matrix {
    q.clone()
}

/// `Σ_k q_k (ℓ_k - log q_k)`.
pub fn free_energy(q: &[f64], log_joint: &[f64]) -> f64 {
    let terms: Row = q.iter().zip(log_joint).map(|(q, joint)| joint - log(*q)).collect();
    expectation(q, &terms)
}

/// `Σ_k q_k log(q_k / r_k)`, `log r_k = ℓ_k - log p(x)`.
pub fn relative_entropy(q: &[f64], log_joint: &[f64], log_evidence: f64) -> f64 {
    let terms: Row = q.iter().zip(log_joint).map(|(q, joint)| log(*q) - (joint - log_evidence)).collect();
    expectation(q, &terms)
}

/// `log p(θ) + Σ_n w_n f_n`.
pub fn elbo(free: &[f64], weights: &[f64], log_prior: f64) -> f64 {
    weighted(weights, free) + log_prior
}

/// `Σ_n w_n d_n`.
pub fn kl(relative: &[f64], weights: &[f64]) -> f64 {
    weighted(weights, relative)
}

/// `Σ_n w_n y_n`; infinite where any is.
fn weighted(weights: &[f64], values: &[f64]) -> f64 {
    dot(weights, values)
}
