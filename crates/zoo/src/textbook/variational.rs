//! Mean-field coordinate ascent `q(z) q(π) Π_k q(θ_k)` from given responsibilities. With `q(π)`, `q(θ)` optimal for `r`, the ELBO is a sum of
//! log normalisers and the entropy of `r`.

use suite::format::Variational;

use super::{
    bayes::{Learnt, conjugate, same_components},
    linear::transposed,
    model::{Matrix, Problem, Result, Row, require},
    report::{numbers, rows},
    special::{sum, x_log_y},
};
use crate::steps::Steps;

/// `q(π)` and `q(θ)`.
struct Factors {
    alpha: Row,
    components: Vec<Learnt>,
}

/// What coordinate ascent leaves behind.
#[derive(Clone, Debug, PartialEq)]
pub struct Ascent {
    /// Of `(r^t, q^t)`, `t` = 0, ..., T.
    pub elbo: Row,
    /// `r^t`, `t` = 0, ..., T.
    pub responsibilities: Vec<Matrix>,
}

/// `iterations` steps from `r⁰`.
///
/// # Errors
/// No prior, wrong shapes, a scale that is not positive definite.
pub fn variational(steps: &Steps, problem: &Problem, r: Matrix, iterations: usize) -> Result<Variational> {
    let (_, prior_alpha) = conjugate(problem)?;
    same_components(prior_alpha, r[0].len())?;
    require(!problem.data.x.is_empty(), "data.observations: empty")?;
    let mut factors = factors(steps, problem, &r)?;
    let mut ascent = Ascent { elbo: vec![elbo(steps, prior_alpha, &factors, &r)], responsibilities: vec![r] };
    for _ in 0..(steps.iterations)(iterations) {
        let r = update(steps, problem, &factors)?;
        factors = self::factors(steps, problem, &r)?;
        ascent.elbo.push(elbo(steps, prior_alpha, &factors, &r));
        ascent.responsibilities.push(r);
    }
    Ok((steps.report_ascent)(&ascent))
}

/// `q(π) = Dir(α + N)`, `q(θ_k)` the posterior of component `k`.
fn factors(steps: &Steps, problem: &Problem, r: &Matrix) -> Result<Factors> {
    let (prior, alpha) = conjugate(problem)?;
    let shares = transposed(r);
    let counts: Row = shares.iter().map(|share| sum(share.iter().copied())).collect();
    let components = shares.iter().map(|share| (steps.learn)(steps, problem, prior, share));
    Ok(Factors { alpha: (steps.posterior_weights)(alpha, &counts), components: components.collect::<Result<_>>()? })
}

/// `r_nk ∝ exp(E log π_k + E log p(x_n|θ_k))`.
fn update(steps: &Steps, problem: &Problem, factors: &Factors) -> Result<Matrix> {
    let of_weights = (steps.expected_log_weights)(&factors.alpha);
    let column = |learnt: &Learnt| (steps.expected_log_densities)(steps, &learnt.posterior, &problem.data.x);
    let columns: Matrix = factors.components.iter().map(column).collect::<Result<_>>()?;
    let score = |n: usize| -> Row { of_weights.iter().zip(&columns).map(|(w, column)| w + column[n]).collect() };
    Ok((0..problem.data.x.len()).map(|n| (steps.variational_responsibilities)(&score(n))).collect())
}

/// The bound at `q` optimal for `r`.
fn elbo(steps: &Steps, alpha: &[f64], factors: &Factors, r: &Matrix) -> f64 {
    let of_weights = (steps.elbo_of_weights)(alpha, &factors.alpha);
    let of_components = sum(factors.components.iter().map(|learnt| learnt.log_marginal));
    of_weights + of_components + (steps.entropy)(r)
}

/// `-Σ_nk r_nk log r_nk`.
pub fn entropy(r: &Matrix) -> f64 {
    -sum(r.iter().flatten().map(|r| x_log_y(*r, *r)))
}

/// All of the bound, and `r^T`.
pub fn report(ascent: &Ascent) -> Variational {
    let last = ascent.responsibilities.last().expect("there is a start");
    Variational { elbo: Some(numbers(&ascent.elbo)), responsibilities: Some(rows(last)) }
}
