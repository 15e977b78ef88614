//! `trajectory` and `fit`: E-step, M-step, and so on.

use super::{
    expectation::Expectation,
    model::{Mixture, Problem, Result, Row, require},
};
use crate::steps::Steps;

/// What a run of EM leaves behind.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// The parameters after 0, 1, ..., T iterations.
    pub mixtures: Vec<Mixture>,
    /// `log p(X|θ)` there.
    pub log_evidence: Row,
    /// `log p(X, θ)` there.
    pub log_joint: Row,
    /// `[t, k]` where component `k` was empty in iteration `t`.
    pub empty: Vec<[usize; 2]>,
    /// Whether it stopped by its rule.
    pub converged: bool,
}

/// At most `iterations` iterations from `initial`; fewer where `stop` says so of the last two values of the objective.
///
/// # Errors
/// An observation that is impossible, those of the M-step.
pub fn iterate(
    steps: &Steps,
    problem: &Problem,
    initial: Mixture,
    iterations: usize,
    stop: &dyn Fn(f64, f64) -> bool,
) -> Result<Run> {
    let mut run = Run {
        mixtures: vec![(steps.initial)(steps, problem, initial)?],
        log_evidence: Vec::new(),
        log_joint: Vec::new(),
        empty: Vec::new(),
        converged: false,
    };
    for t in 0..=(steps.iterations)(iterations) {
        let mixture = &run.mixtures[t];
        let found = (steps.e_step)(steps, problem, mixture)?;
        let log_evidence = (steps.log_evidence)(&found.terms, &problem.data.w);
        let log_joint = (steps.objective)(log_evidence, (steps.log_prior)(steps, problem, mixture)?);
        run.converged = t > 0 && stop(run.log_joint[t - 1], log_joint);
        run.log_evidence.push(log_evidence);
        run.log_joint.push(log_joint);
        if run.converged || t == (steps.iterations)(iterations) {
            break;
        }
        (steps.possible)(&found, &problem.data.w)?;
        run.empty.extend(empty(steps, problem, &found).into_iter().map(|k| [t + 1, k]));
        let next = (steps.m_step)(steps, problem, &found.responsibilities, Some(mixture))?;
        run.mixtures.push(next);
    }
    Ok(run)
}

/// The start, as it was given.
///
/// # Errors
/// None.
pub fn initial(_steps: &Steps, _problem: &Problem, initial: Mixture) -> Result<Mixture> {
    Ok(initial)
}

/// Every observation that counts has a probability above 0.
///
/// # Errors
/// Where one has none.
pub fn possible(found: &Expectation, weights: &[f64]) -> Result<()> {
    let bad = (0..weights.len()).find(|&n| weights[n] > 0.0 && !found.terms[n].is_finite());
    match bad {
        Some(n) => require(false, format!("observation {n} has probability 0 under every component")),
        None => Ok(()),
    }
}

/// The components to which nothing belongs; a prior leaves none empty.
fn empty(steps: &Steps, problem: &Problem, found: &Expectation) -> Vec<usize> {
    let nobody = |k: &usize| {
        let rows = found.responsibilities.iter().zip(&problem.data.w).filter(|(_, w)| **w > 0.0);
        rows.map(|(r, w)| (steps.share)(*w, r[*k])).sum::<f64>() == 0.0
    };
    let components = found.responsibilities[0].len();
    if problem.prior.is_some() { Vec::new() } else { (0..components).filter(nobody).collect() }
}

/// The relative change of the objective is at most the tolerance.
pub fn converged(before: f64, now: f64, tolerance: f64) -> bool {
    (now - before).abs() <= tolerance * now.abs()
}

/// As many as were asked for.
pub fn iterations(asked: usize) -> usize {
    asked
}
