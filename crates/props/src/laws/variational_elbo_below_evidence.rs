//! `elbo(r^t, q^t) <= log p(X)`, the evidence by enumeration of all assignments; with one component the two are equal, since then the exact
//! posterior is among those that are searched.
//!
//! Rounding: as of the ELBO. The log of a sum of `K^N` positive terms is right to a few ulps of the largest of their logarithms.

use suite::{
    format::{Case, Operation},
    implementation::Implementation,
};

use crate::{
    law::{Law, Outcome, ask_evidence, ask_variational, broken, reported},
    laws::slack::of_bayesian,
};

/// The law.
pub const LAW: Law = Law { name: "variational-elbo-below-evidence", operation: Operation::Variational, check };

fn check(implementation: &mut dyn Implementation, case: &Case) -> Outcome {
    holds(implementation, case).unwrap_or_else(|outcome| outcome)
}

fn holds(implementation: &mut dyn Implementation, case: &Case) -> Result<Outcome, Outcome> {
    let elbo = reported(ask_variational(implementation, case)?.elbo, "elbo")?;
    let evidence = reported(ask_evidence(implementation, case)?.log_model_evidence, "log_model_evidence")?.0;
    let slack = of_bayesian(case);
    let is_exact = case.responsibilities.iter().flatten().all(|row| row.len() == 1);
    for (t, elbo) in elbo.iter().enumerate() {
        // Written so that a NaN breaks it.
        let holds = elbo.0 <= evidence + slack && (!is_exact || elbo.0 >= evidence - slack);
        if !holds {
            let relation = if is_exact { "not" } else { "above" };
            return Ok(broken(format!(
                "the ELBO {elbo} of step {t} is {relation} the log model evidence {evidence:?}"
            )));
        }
    }
    Ok(Outcome::Holds)
}
