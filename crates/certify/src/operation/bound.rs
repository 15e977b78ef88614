//! `bound`: what a given `q` says of `log p(X, θ)`, and how far it is from the responsibilities.
//!
//! `elbo(q) = log_prior + Σ_n w_n Σ_k q_nk (ℓ_nk - log q_nk)` (24) and `kl(q) = Σ_n w_n Σ_k q_nk log(q_nk / r_nk)` (61), each by its
//! own definition, so that `elbo + kl = log_joint` (60) is a check and not an assumption. `0 log 0 = 0`, and nothing is added
//! for `q_nk = 0` where `ℓ_nk = -∞`. `q_nk > 0` where `r_nk = 0` makes the elbo `-∞` and the kl `+∞`, exactly. An observation
//! with probability 0 under every component has no responsibilities: there is no `kl` then. A weight of 0 leaves a row out.
//!
//! `elbo` and `log_joint` are measured by `max(|c|, Σ_n w_n |log p(x_n|θ)|, |log_prior|)`, `kl` by
//! `max(|c|, Σ_n w_n Σ_k q_nk |log q_nk - log r_nk|)`; what is infinite has no part in a scale.

use rug::Float;
use suite::format::{Case, Q};

use crate::{
    em::{Objective, Row},
    failure::{Failure, Rejection},
    family::Density,
    input::{Reader, read_parameters, read_problem, read_rows, required},
    interval::Interval,
    linear::Vector,
    mixture::{Mixture, Problem},
    precision::Precision,
    prior::log_prior,
    tree::Tree,
};

/// The result at the precision of the reader.
///
/// # Errors
/// When the input must be refused or this precision is not enough.
pub fn bound(case: &Case, reader: &mut Reader<'_>) -> Result<Tree, Failure> {
    let guess = Guess::read(case, reader)?;
    let objective = guess.objective()?;
    let mut parts = vec![("elbo".to_owned(), guess.elbo(&objective)?)];
    parts.extend(guess.divergence().map(|kl| ("kl".to_owned(), kl)));
    parts.push(("log_joint".to_owned(), Tree::scaled(objective.log_joint, objective.joint_scale)));
    Ok(Tree::Map(parts))
}

/// A `q` at the parameters of a mixture.
pub(crate) struct Guess {
    /// The problem of the case.
    pub problem: Problem,
    /// `θ`.
    pub mixture: Mixture,
    /// The observations that contribute.
    pub terms: Vec<Term>,
}

/// What belongs to an observation that contributes.
pub(crate) struct Term {
    /// `w_n`.
    pub weight: Interval,
    /// `π_k p(x_n|θ_k)` and their sum.
    pub row: Row,
    /// `q_n`.
    pub q: Vector,
}

impl Guess {
    /// Reads a case.
    ///
    /// # Errors
    /// When the input must be refused or this precision is not enough.
    pub fn read(case: &Case, reader: &mut Reader<'_>) -> Result<Self, Failure> {
        let given = required("parameters", case.parameters.as_ref())?;
        let problem = read_problem(case, given.weights.len(), reader)?;
        let mixture = read_parameters("parameters", given, &problem, reader)?;
        let Q::Rows(rows) = required("q", case.q.as_ref())? else {
            return Err(Rejection::field("q", "a row of numbers for each observation is wanted").into());
        };
        let q = read_rows("q", rows, &problem, reader)?;
        let densities = Density::of_mixture(&problem, &mixture, 0)?;
        let row = |n| Row::new(&problem, &mixture, &densities, n);
        let term = |(n, weight): (usize, &Interval)| Term { weight: weight.clone(), row: row(n), q: q[n].clone() };
        let terms = problem.contributing().map(term).collect();
        Ok(Self { terms, problem, mixture })
    }

    /// `log p(X, θ)` and the scales of all that it is made of.
    ///
    /// # Errors
    /// When a covariance is not positive definite.
    pub fn objective(&self) -> Result<Objective, Failure> {
        let logs: Vector = self.terms.iter().map(|term| term.row.evidence.ln()).collect();
        Objective::new(&self.problem, &self.mixture, self.terms.iter().map(|term| &term.weight).zip(&logs))
    }

    /// `elbo(q)`.
    ///
    /// # Errors
    /// When a covariance is not positive definite.
    pub fn elbo(&self, objective: &Objective) -> Result<Tree, Failure> {
        let zero = self.problem.precision.zero();
        let added = self.terms.iter().fold(zero, |sum, term| sum + &term.weight * term.elbo());
        let elbo = log_prior(&self.problem, &self.mixture)? + added;
        // No magnitude of a sum exceeds the sum of the magnitudes, so this scale is that of everything but the value itself.
        let scale = finite_magnitude(&elbo).max(&objective.evidence_scale);
        Ok(Tree::scaled(elbo, scale))
    }

    /// `kl(q)` with its scale; nothing where an observation has no responsibilities.
    pub fn divergence(&self) -> Option<Tree> {
        let possible = !self.terms.iter().any(|term| term.row.evidence.is_exact_zero());
        possible.then(|| divergence(&self.terms, self.problem.precision))
    }
}

impl Term {
    /// `Σ_k q_nk (ℓ_nk - log q_nk)`.
    fn elbo(&self) -> Interval {
        let terms = self.q.iter().zip(self.row.joint()).map(|(q, joint)| joint.times_log(q) - q.times_log(q));
        terms.reduce(|sum, term| sum + term).expect("a mixture has at least one component")
    }
}

/// The magnitude; 0 for what is infinite.
pub(crate) fn finite_magnitude(x: &Interval) -> Interval {
    if x.is_exact_infinity() { Interval::point(Float::new(x.bits())) } else { x.abs() }
}

/// `Σ_n w_n Σ_k q_nk (log q_nk - log r_nk)` with its scale.
fn divergence(terms: &[Term], precision: Precision) -> Tree {
    let (mut kl, mut magnitudes) = (precision.zero(), precision.zero());
    for Term { weight, row, q } in terms {
        for (q, r) in q.iter().zip(row.responsibilities()) {
            let term = weight * (q.times_log(q) - r.times_log(q));
            magnitudes = magnitudes + finite_magnitude(&term);
            kl = kl + term;
        }
    }
    let scale = magnitudes.max(&finite_magnitude(&kl));
    Tree::scaled(kl, scale)
}
