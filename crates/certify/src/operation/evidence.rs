//! `evidence`: `log Σ_z p(z) Π_k m(X_k)` over all `K^N` assignments `z` of the observations to labelled components.
//!
//! One plain sum, term by term, with no use of symmetries. A term is a product over the observations in order, by the chain
//! rule: `p(z_n = k | z_1..z_{n-1}) = (α_k + N_k)/(Σα + n - 1)`, `N_k` counting the earlier observations in `k` (the
//! Dirichlet-multinomial probability `p(z)`), times the posterior predictive density of `x_n` given those (the conjugate
//! marginal `m(X_k)`). A predictive density is the same in all terms that agree on who is in the component, and is computed once.
//!
//! Domain: at most 2²⁰ terms; weights of observations that are 1; no tied covariance, which has no marginal by component.
//! Source: Bishop, *Pattern Recognition and Machine Learning*, (2.38), (3.67); S. Linderman, lecture on EM, (1)-(4).

use std::collections::HashMap;

use suite::format::{Case, Structure, Weights};

use crate::{
    conjugate::Conjugate,
    failure::{Failure, Rejection},
    input::{Reader, read_problem, required},
    interval::Interval,
    linear::Vector,
    mixture::{Kind, Problem},
    tree::Tree,
};

/// The most terms that are ever summed.
const MOST_TERMS: u64 = 1 << 20;

/// The result at the precision of the reader.
///
/// # Errors
/// When the input must be refused, the model has no certified evidence, or this precision is not enough.
pub fn evidence(case: &Case, reader: &mut Reader<'_>) -> Result<Tree, Failure> {
    let components = *required("components", case.components.as_ref())?;
    if components == 0 {
        return Err(Rejection::field("components", "a mixture has at least one component").into());
    }
    let problem = read_problem(case, components, reader)?;
    let (alpha, prior) = bayesian(case, &problem)?;
    check_terms(components, problem.weights.len())?;
    let mut sum = Assignments {
        problem: &problem,
        alpha,
        prior,
        predictives: HashMap::new(),
        members: vec![Vec::new(); components],
        total: problem.precision.zero(),
    };
    sum.add_terms(0, &problem.precision.integer(1))?;
    Ok(Tree::map([("log_model_evidence", Tree::scalar(sum.total.ln()))]))
}

/// `α` and the prior of a component, for an operation that integrates the parameters out.
///
/// # Errors
/// When a prior is missing, the structure is tied, or an observation has a weight other than 1.
pub fn bayesian(case: &Case, problem: &Problem) -> Result<(Vector, Conjugate), Failure> {
    let alpha = problem.prior.weights.clone().ok_or_else(|| Rejection::field("prior.weights", "missing"))?;
    let prior = Conjugate::of_prior(problem)?;
    if problem.kind == Kind::Gaussian(Structure::Tied) {
        return Err(Failure::Beyond(format!("`{}` of components with a tied covariance", case.operation)));
    }
    // The doubles of the case decide: a perturbed weight is a perturbed 1.
    let weights = case.data.as_ref().and_then(|data| data.weights.as_ref());
    if matches!(weights, Some(Weights::Values(weights)) if weights.iter().any(|weight| weight.0 != 1.0)) {
        return Err(Failure::Beyond(format!("`{}` of observations with weights other than 1", case.operation)));
    }
    Ok((alpha, prior))
}

fn check_terms(components: usize, observations: usize) -> Result<(), Failure> {
    let terms = u32::try_from(observations).ok().and_then(|n| (components as u64).checked_pow(n));
    match terms {
        Some(terms) if terms <= MOST_TERMS => Ok(()),
        Some(terms) => Err(Failure::Beyond(format!("the evidence has {terms} terms, more than {MOST_TERMS}"))),
        None => {
            let message = format!("the evidence has {components}^{observations} terms, more than {MOST_TERMS}");
            Err(Failure::Beyond(message))
        }
    }
}

/// The sum, and the assignment of the first observations that is being extended.
struct Assignments<'a> {
    problem: &'a Problem,
    alpha: Vector,
    prior: Conjugate,
    /// The density of the last of some observations given the others.
    predictives: HashMap<Vec<usize>, Interval>,
    /// Who is in each component.
    members: Vec<Vec<usize>>,
    total: Interval,
}

impl Assignments<'_> {
    /// Adds the terms of all assignments that begin with the present one, of which `product` is the probability.
    fn add_terms(&mut self, n: usize, product: &Interval) -> Result<(), Failure> {
        if n == self.problem.weights.len() {
            self.total = &self.total + product;
            return Ok(());
        }
        let precision = self.problem.precision;
        let all = self.alpha.iter().fold(precision.integer(n), |sum, alpha| sum + alpha);
        for k in 0..self.alpha.len() {
            let chosen = (&self.alpha[k] + precision.integer(self.members[k].len())) / &all;
            let term = product * chosen * self.predictive(k, n)?;
            self.members[k].push(n);
            self.add_terms(n + 1, &term)?;
            self.members[k].pop();
        }
        Ok(())
    }

    /// `p(x_n | the observations in k)`.
    fn predictive(&mut self, k: usize, n: usize) -> Result<Interval, Failure> {
        let earlier = &self.members[k];
        let key: Vec<usize> = earlier.iter().copied().chain([n]).collect();
        if let Some(known) = self.predictives.get(&key) {
            return Ok(known.clone());
        }
        let share = earlier.iter().map(|&n| (n, self.problem.precision.integer(1))).collect();
        let predictive = self.prior.posterior(self.problem, &share)?.predictive(self.problem, n);
        self.predictives.insert(key, predictive.clone());
        Ok(predictive)
    }
}
