//! The evidence of the Bayesian mixture: `log Σ_z p(z) Π_k m(X_k)` over all `K^N` labelled assignments, one by one.

use std::collections::HashMap;

use libm::lgamma;
use suite::format::{Evidence, Number};

use super::{
    bayes::{conjugate, same_components},
    model::{Problem, Result, Row, Stop, require},
};
use crate::steps::Steps;

/// More assignments than this are not attempted.
const MOST: f64 = 2e6;

/// The log evidence. The marginal likelihood of each set of rows is computed once.
///
/// # Errors
/// No prior, wrong numbers of components, more assignments than can be summed.
pub fn evidence(steps: &Steps, problem: &Problem, components: usize) -> Result<Evidence> {
    let (prior, alpha) = conjugate(problem)?;
    same_components(alpha, components)?;
    let n = problem.data.x.len();
    require(n > 0, "data.observations: empty")?;
    if (components as f64).powf(n as f64) > MOST {
        return Err(Stop::Unsupported(format!("{components}^{n} assignments")));
    }
    let mut marginals: HashMap<u64, f64> = HashMap::new();
    let mut terms = Vec::new();
    let mut z = vec![0; n];
    loop {
        let mut counts = vec![0.0; components];
        let mut sets = vec![0_u64; components];
        for (row, &k) in z.iter().enumerate() {
            counts[k] += 1.0;
            sets[k] |= 1 << row;
        }
        let mut term = (steps.log_assignment)(alpha, &counts);
        for set in sets.into_iter().filter(|set| *set != 0) {
            if !marginals.contains_key(&set) {
                let r: Row = (0..n).map(|row| f64::from(u8::from(set >> row & 1 == 1))).collect();
                marginals.insert(set, (steps.learn)(steps, problem, prior, &r)?.log_marginal);
            }
            term += marginals[&set];
        }
        if (steps.counts_assignment)(&z, &counts) {
            terms.push(term);
        }
        if !next(&mut z, components) {
            break;
        }
    }
    let log_model_evidence = (steps.combine_assignments)(&terms, components, n);
    Ok(Evidence { log_model_evidence: Some(Number(log_model_evidence)) })
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
