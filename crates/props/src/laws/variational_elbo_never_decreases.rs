//! `elbo(r^t, q^t) >= elbo(r^{t-1}, q^{t-1})`: coordinate ascent never decreases what it ascends [B10.70].
//!
//! Rounding: an ELBO is added up of log normalisers, expected log densities and an entropy, each right to a few ulps of the largest of its
//! parts, `log Γ(M)`, `M log M` or the log of a determinant, with `M` the sum of all that is counted. See `slack::of_bayesian`.

use suite::{
    format::{Case, Operation},
    implementation::Implementation,
};

use crate::{
    law::{Law, Outcome, ask_variational, broken, reported},
    laws::slack::of_bayesian,
};

/// The law.
pub const LAW: Law = Law { name: "variational-elbo-never-decreases", operation: Operation::Variational, check };

fn check(implementation: &mut dyn Implementation, case: &Case) -> Outcome {
    holds(implementation, case).unwrap_or_else(|outcome| outcome)
}

fn holds(implementation: &mut dyn Implementation, case: &Case) -> Result<Outcome, Outcome> {
    let elbo = reported(ask_variational(implementation, case)?.elbo, "elbo")?;
    let due = case.iterations.unwrap_or(0) + 1;
    if elbo.len() != due {
        return Ok(broken(format!("{} ELBOs are reported where {due} are due", elbo.len())));
    }
    let slack = of_bayesian(case);
    for (t, pair) in elbo.windows(2).enumerate() {
        // Written so that a NaN breaks it.
        let holds = pair[1].0 >= pair[0].0 - slack;
        if !holds {
            return Ok(broken(format!("the ELBO falls from {} to {} in step {}", pair[0], pair[1], t + 1)));
        }
    }
    Ok(Outcome::Holds)
}
