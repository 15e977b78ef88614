//! `elbo(q) + kl(q) = log p(X, θ)`, for every `q` (60).
//!
//! Rounding: both sides add up the same `N K` terms `q_nk (ℓ_nk - log q_nk)` and `N` terms `log p(x_n|θ)`, each right to a few ulps of its
//! parts or of 1: `16 ε` of the sum of all magnitudes, `Σ_n Σ_k q_nk (|ℓ_nk| + |log q_nk|) + Σ_n (|log p(x_n|θ)| + 1)`, and of the log prior.

use suite::{
    format::{Case, Operation},
    implementation::Implementation,
};

use crate::{
    generate::weights_and_q,
    law::{Law, Outcome, ask_bound, ask_evaluation, broken, reported},
    laws::slack::of_bound,
};

/// The law.
pub const LAW: Law = Law { name: "elbo-plus-kl-is-log-joint", operation: Operation::Bound, check };

fn check(implementation: &mut dyn Implementation, case: &Case) -> Outcome {
    holds(implementation, case).unwrap_or_else(|outcome| outcome)
}

fn holds(implementation: &mut dyn Implementation, case: &Case) -> Result<Outcome, Outcome> {
    let (parameters, q) = reported(weights_and_q(case), "q")?;
    let slack = of_bound(&ask_evaluation(implementation, case, parameters)?, case, q)?;
    let bound = ask_bound(implementation, case, q)?;
    let elbo = reported(bound.elbo, "elbo")?.0;
    let kl = reported(bound.kl, "kl")?.0;
    let joint = reported(bound.log_joint, "log_joint")?.0;
    // Written so that a NaN breaks it.
    let holds = (elbo + kl - joint).abs() <= slack;
    Ok(if holds { Outcome::Holds } else { broken(format!("{elbo:?} + {kl:?} is not {joint:?}")) })
}
