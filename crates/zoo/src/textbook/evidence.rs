//! The evidence of the Bayesian mixture: `log Σ_z p(z) Π_k m(X_k)` over all `K^N` labelled assignments, one by one.

use std::collections::HashMap;

use libm::{lgamma, log};
use suite::format::{Evidence, Number};

use super::{
    bayes::{conjugate, same_components},
    model::{ComponentPrior, Problem, Result, Row, Stop},
};
use crate::steps::Steps;

/// More assignments than this are not attempted.
const MOST: f64 = 2e6;

/// The marginal likelihoods of sets of rows, each computed once.
struct Marginals<'a> {
    steps: &'a Steps,
    problem: &'a Problem,
    prior: &'a ComponentPrior,
    known: HashMap<Vec<usize>, f64>,
}

impl Marginals<'_> {
    /// `log m` of some rows.
    fn of(&mut self, rows: Vec<usize>) -> Result<f64> {
        if let Some(known) = self.known.get(&rows) {
            return Ok(*known);
        }
        let mut r: Row = vec![0.0; self.problem.data.x.len()];
        rows.iter().for_each(|&row| r[row] = 1.0);
        let learnt = (self.steps.learn)(self.steps, self.problem, self.prior, &r)?;
        self.known.insert(rows, learnt.log_marginal);
        Ok(learnt.log_marginal)
    }
}

/// The log evidence.
///
/// # Errors
/// No prior, wrong numbers of components, more assignments than can be summed.
pub fn evidence(steps: &Steps, problem: &Problem, components: usize) -> Result<Evidence> {
    let (prior, alpha) = conjugate(problem)?;
    same_components(alpha, components)?;
    let n = problem.data.x.len();
    if n as f64 * log(components as f64) > log(MOST) {
        return Err(Stop::Unsupported(format!("{components}^{n} assignments")));
    }
    let mut marginals = Marginals { steps, problem, prior, known: HashMap::new() };
    let mut terms = Vec::new();
    let mut z = vec![0; n];
    loop {
        let groups = groups(&z, components);
        let counts: Row = groups.iter().map(|rows| rows.len() as f64).collect();
        let used = groups.into_iter().filter(|rows| !rows.is_empty());
        let own = used.map(|rows| marginals.of(rows)).sum::<Result<f64>>()?;
        if (steps.counts_assignment)(&z, &counts) {
            terms.push((steps.log_assignment)(alpha, &counts) + own);
        }
        if !next(&mut z, components) {
            break;
        }
    }
    let log_model_evidence = (steps.combine_assignments)(&terms, components, n);
    Ok(Evidence { log_model_evidence: Some(Number(log_model_evidence)) })
}

/// The rows that an assignment gives to each component.
fn groups(z: &[usize], components: usize) -> Vec<Vec<usize>> {
    let mut groups = vec![Vec::new(); components];
    z.iter().enumerate().for_each(|(row, &k)| groups[k].push(row));
    groups
}

/// The next assignment, as a number in base `K`; false after the last.
fn next(z: &mut [usize], components: usize) -> bool {
    for digit in z.iter_mut() {
        *digit += 1;
        if *digit < components {
            return true;
        }
        *digit = 0;
    }
    false
}

/// `log p(z)`, the Dirichlet-multinomial: `Γ(Σα)/Γ(N + Σα) Π_k Γ(n_k + α_k)/Γ(α_k)`.
pub fn log_assignment(alpha: &[f64], counts: &[f64]) -> f64 {
    let (total, n): (f64, f64) = (alpha.iter().sum(), counts.iter().sum());
    let own: f64 = alpha.iter().zip(counts).map(|(alpha, n)| super::bayes::levels::rising(*alpha, *n)).sum();
    lgamma(total) - lgamma(total + n) + own
}

/// Every labelled assignment counts.
pub fn counts_assignment(_z: &[usize], _counts: &[f64]) -> bool {
    true
}

/// `log Σ exp` of all terms.
pub fn combine_assignments(terms: &[f64], _components: usize, _observations: usize) -> f64 {
    super::expectation::log_sum_exp(terms)
}
