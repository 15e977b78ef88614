//! `variational`: mean-field coordinate ascent for the Bayesian mixture, `q(z) q(π) Π_k q(θ_k)`.
//!
//! Step 0 sets `q(π) = Dir(α_k + Σ_n r_nk)` and `q(θ_k)`, the posterior after the observations with weights `r_nk`, from the given
//! responsibilities. Step `t >= 1` sets `r_nk ∝ exp(E[log π_k] + E[log p(x_n|θ_k)])` in the linear domain, then `q(π)` and `q(θ)`.
//!
//! The bound of every step is its definition, `E_q[log p(X, Z, π, θ)] - E_q[log q(Z, π, θ)]` with every constant:
//! `Σ_nk r_nk (E[log π_k] + E[log p(x_n|θ_k)] - log r_nk) + E[log p(π)] - E[log q(π)] + Σ_k E[log p(θ_k)] - E[log q(θ_k)]`.
//! It does not depend on the coordinates of `θ`, for the Jacobian is in `p` and in `q` alike.
//!
//! Scale of a bound: the sum of the magnitudes that are added up, which are the sum over `k` for each observation and the terms of the
//! expected log densities `E[log p(π)]`, `E[log q(π)]`, `E[log p(θ_k)]`, `E[log q(θ_k)]`, the normalisers' `log Γ` among them: of these
//! sums of hundreds that all but cancel, nobody's `log Γ` gives more. It is never less than the bound's magnitude.
//!
//! Source: Bishop, *Pattern Recognition and Machine Learning*, (10.42)-(10.77).

use suite::format::Case;

use super::evidence::bayesian;
use crate::{
    conjugate::{Conjugate, dirichlet::Dirichlet},
    em::normalised,
    failure::Failure,
    input::{Reader, read_problem, read_rows, required},
    interval::Interval,
    linear::{Matrix, Vector},
    mixture::Problem,
    tree::Tree,
};

/// The result at the precision of the reader.
///
/// # Errors
/// When the input must be refused, the model has no certified bound, or this precision is not enough.
pub fn variational(case: &Case, reader: &mut Reader<'_>) -> Result<Tree, Failure> {
    let given = required("responsibilities", case.responsibilities.as_ref())?;
    let iterations = *required("iterations", case.iterations.as_ref())?;
    let problem = read_problem(case, given.first().map_or(1, Vec::len), reader)?;
    let mut responsibilities = read_rows("responsibilities", given, &problem, reader)?;
    let (alpha, prior) = bayesian(case, &problem)?;
    let prior = Prior { weights: Dirichlet { concentration: alpha }, components: prior };
    let mut factors = Factors::new(&problem, &prior, &responsibilities)?;
    let mut bounds = vec![factors.bound(&problem, &prior, &responsibilities)];
    for _ in 0..iterations {
        responsibilities = factors.responsibilities();
        factors = Factors::new(&problem, &prior, &responsibilities)?;
        bounds.push(factors.bound(&problem, &prior, &responsibilities));
    }
    let rows = responsibilities.into_iter().map(Tree::vector).collect();
    Ok(Tree::map([("elbo", Tree::List(bounds)), ("responsibilities", Tree::List(rows))]))
}

/// `p(π)` and `p(θ_k)`.
struct Prior {
    weights: Dirichlet,
    components: Conjugate,
}

/// `q(π)` and `q(θ_k)`.
struct Factors {
    weights: Dirichlet,
    components: Vec<Conjugate>,
    /// `E[log π_k] + E[log p(x_n|θ_k)]`, `N x K`.
    expected_logs: Matrix,
}

impl Factors {
    /// The factors that maximise the bound for these responsibilities.
    fn new(problem: &Problem, prior: &Prior, responsibilities: &Matrix) -> Result<Self, Failure> {
        let column = |k: usize| responsibilities.iter().map(move |row| &row[k]);
        let weights = prior.weights.posterior((0..problem.components).flat_map(|k| column(k).map(move |r| (r, k))));
        let posterior = |k: usize| {
            let share = column(k).cloned().enumerate().filter(|(_, r)| !r.is_exact_zero()).collect();
            prior.components.posterior(problem, &share)
        };
        let components: Vec<Conjugate> = (0..problem.components).map(posterior).collect::<Result<_, _>>()?;
        let of_weights = weights.expected_logs();
        let by_component: Matrix = components.iter().map(|q| q.expected_log_likelihoods(problem)).collect();
        let row = |n| by_component.iter().zip(&of_weights).map(|(logs, of_weight)| &logs[n] + of_weight).collect();
        let expected_logs = (0..responsibilities.len()).map(row).collect();
        Ok(Self { weights, components, expected_logs })
    }

    /// `r_nk ∝ exp(E[log π_k] + E[log p(x_n|θ_k)])`.
    fn responsibilities(&self) -> Matrix {
        let row = |logs: &Vector| normalised(&logs.iter().map(Interval::exp).collect::<Vector>());
        self.expected_logs.iter().map(row).collect()
    }

    /// The bound at these factors and responsibilities, with its scale.
    fn bound(&self, problem: &Problem, prior: &Prior, responsibilities: &Matrix) -> Tree {
        let precision = problem.precision;
        let row = |(r, logs): (&Vector, &Vector)| {
            let terms = r.iter().zip(logs).map(|(r, log)| r * log - r.times_log(r));
            terms.fold(precision.zero(), |sum, term| sum + term)
        };
        let mut parts: Vector = responsibilities.iter().zip(&self.expected_logs).map(row).collect();
        parts.extend(prior.weights.expected_log_density(&self.weights, precision));
        parts.extend(self.weights.expected_log_density(&self.weights, precision).into_iter().map(|term| -term));
        for q in &self.components {
            parts.extend(prior.components.expected_log_density(q, precision));
            parts.extend(q.expected_log_density(q, precision).into_iter().map(|term| -term));
        }
        let sum = parts.iter().fold(precision.zero(), |sum, part| sum + part);
        let magnitudes = parts.iter().fold(precision.zero(), |sum, part| sum + part.abs());
        Tree::scaled(sum, magnitudes)
    }
}
