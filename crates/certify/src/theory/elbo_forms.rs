//! `elbo-forms`: what the forms of the ELBO are made of, each on its own terms, at the `q` of a `bound` case.
//!
//! With `ℓ_nk = log π_k + log p(x_n|θ_k)` and sums over the observations with their weights `w_n`:
//! `log_prior = log p(θ)`, `expected_log_likelihood = Σ w q log p(x|θ)`, `expected_log_joint = log p(θ) + Σ w q ℓ`,
//! `entropy = -Σ w q log q`, `kl_to_prior = Σ w q log(q/π)`, `kl_to_posterior = Σ w q log(q/r)` (61), `elbo` (24). The literature's forms are
//! `elbo = expected_log_joint + entropy = log p(X, θ) - kl_to_posterior = expected_log_likelihood - kl_to_prior + log_prior`.
//!
//! Each is added up by its own definition, none from another. `0 log 0 = 0`; infinities are exact. Scales are the sums of the
//! magnitudes that are added; the entropy, whose terms have one sign, has its own, and so has the log prior. Where an
//! observation has probability 0 under every component there is no `kl_to_posterior`.
//!
//! Source: S. Linderman, STATS 305C lecture on EM, 2023, (24), (60), (61); Bishop, *Pattern Recognition and Machine Learning*, 9.4.

use rug::Float;
use suite::format::{Case, Operation};

use super::Kind;
use crate::{
    failure::Failure,
    input::Reader,
    interval::Interval,
    operation::bound::{Guess, Term, finite_magnitude},
    prior::log_prior,
    tree::Tree,
};

/// Every `bound` case.
pub const KIND: Kind =
    Kind { name: "elbo-forms", operation: Operation::Bound, cases: &["*bound*"], certifier: elbo_forms };

/// The terms of the forms, at the precision of the reader.
///
/// # Errors
/// When the input must be refused or this precision is not enough.
pub fn elbo_forms(case: &Case, reader: &mut Reader<'_>) -> Result<Tree, Failure> {
    let guess = Guess::read(case, reader)?;
    let objective = guess.objective()?;
    let log_prior = log_prior(&guess.problem, &guess.mixture)?;
    let weights = &guess.mixture.weights;
    let zero = guess.problem.precision.zero();
    let likelihood = mean(&guess, &zero, |term, k| term.row.densities[k].times_log(&term.q[k]));
    let joint = mean(&guess, &log_prior, |term, k| term.row.joint()[k].times_log(&term.q[k]));
    let entropy = mean(&guess, &zero, |term, k| -term.q[k].times_log(&term.q[k]));
    let to_prior = mean(&guess, &zero, |term, k| gap(&term.q[k], &weights[k]));
    let mut parts = vec![
        ("log_prior".to_owned(), Tree::scalar(log_prior)),
        ("expected_log_likelihood".to_owned(), likelihood),
        ("expected_log_joint".to_owned(), joint),
        ("entropy".to_owned(), entropy),
        ("kl_to_prior".to_owned(), to_prior),
    ];
    parts.extend(guess.divergence().map(|kl| ("kl_to_posterior".to_owned(), kl)));
    parts.push(("elbo".to_owned(), guess.elbo(&objective)?));
    Ok(Tree::Map(parts))
}

/// `q log(q/p)`, exactly 0 where `q` is `p`.
fn gap(q: &Interval, p: &Interval) -> Interval {
    if q.is_exact() && q == p {
        return Interval::point(Float::new(q.bits()));
    }
    q.times_log(q) - p.times_log(q)
}

/// `first + Σ_n w_n Σ_k f(n, k)` on the scale of the magnitudes that are added.
fn mean(guess: &Guess, first: &Interval, f: impl Fn(&Term, usize) -> Interval) -> Tree {
    let (mut total, mut magnitudes) = (first.clone(), finite_magnitude(first));
    for term in &guess.terms {
        for k in 0..term.q.len() {
            let added = &term.weight * f(term, k);
            magnitudes = magnitudes + finite_magnitude(&added);
            total = total + added;
        }
    }
    Tree::scaled(total, magnitudes)
}
