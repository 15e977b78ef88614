//! `elbo(q) <= log p(X, θ)` and `kl(q) >= 0` for every `q`, with equality where `q` is the responsibilities: after the E-step the bound is
//! tight.
//!
//! Rounding: as for `elbo + kl`. Responsibilities that are right to an ulp or two of themselves leave a `kl` of the square of that, and the
//! rounding of its terms, which are parts of the same sum.

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
pub const LAW: Law = Law { name: "elbo-below-log-joint", operation: Operation::Bound, check };

fn check(implementation: &mut dyn Implementation, case: &Case) -> Outcome {
    holds(implementation, case).unwrap_or_else(|outcome| outcome)
}

fn holds(implementation: &mut dyn Implementation, case: &Case) -> Result<Outcome, Outcome> {
    let (parameters, q) = reported(weights_and_q(case), "q")?;
    let evaluation = ask_evaluation(implementation, case, parameters)?;
    let joint = reported(evaluation.log_joint, "log_joint")?.0;
    let responsibilities = reported(evaluation.responsibilities.clone(), "responsibilities")?;
    for (q, is_tight) in [(q, false), (&responsibilities, true)] {
        let slack = of_bound(&evaluation, case, q)?;
        let bound = ask_bound(implementation, case, q)?;
        let elbo = reported(bound.elbo, "elbo")?.0;
        let kl = reported(bound.kl, "kl")?.0;
        // Written so that a NaN breaks it.
        if !(elbo <= joint + slack && kl >= -slack) {
            return Ok(broken(format!(
                "the ELBO {elbo:?} with the divergence {kl:?} is no bound of the log joint {joint:?}"
            )));
        }
        if is_tight && !((elbo - joint).abs() <= slack && kl <= slack) {
            let message =
                format!("after the E-step the ELBO is {elbo:?}, the divergence {kl:?}, the log joint {joint:?}");
            return Ok(broken(message));
        }
    }
    Ok(Outcome::Holds)
}
