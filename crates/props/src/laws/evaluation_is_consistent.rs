//! `log p(x_n|θ) = log Σ_k π_k p(x_n|θ_k)`, `r_nk = π_k p(x_n|θ_k) / p(x_n|θ)` (39) and `log p(X|θ) = Σ_n w_n log p(x_n|θ)`, of the log
//! densities that are reported.
//!
//! Rounding: [`Sizes`], of every quantity and of the densities it is computed from.

use suite::{format::Case, implementation::Implementation};

use crate::{
    ask::{Ask, given, reported, weights},
    generate::Scope,
    law::{Check, Law, equal},
    slack::Sizes,
};

/// The law.
pub const LAW: Law = Law {
    name: "evaluation-is-consistent",
    statement: "log_evidence_terms, responsibilities and log_evidence follow from log_densities",
    cases: || Scope::parameters().cases(|problem| problem.evaluate()),
    check,
};

fn check(em: &mut dyn Implementation, case: &Case) -> Check {
    let parameters = given(case.parameters.as_ref(), "parameters")?;
    let found = em.evaluate(case, parameters)?;
    let (densities, terms) =
        (reported(found.log_densities, "log_densities")?, reported(found.log_evidence_terms, "log_evidence_terms")?);
    let r = reported(found.responsibilities, "responsibilities")?;
    let sizes = Sizes::at(case, parameters)?;
    for (n, row) in densities.iter().enumerate() {
        let joint: Vec<f64> = row.iter().zip(&parameters.weights).map(|(l, weight)| l.0 + weight.0.ln()).collect();
        let top = joint.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let due = top + joint.iter().map(|l| (l - top).exp()).sum::<f64>().ln();
        equal(format_args!("the log evidence term [{n}]"), terms[n].0, due, 2.0 * sizes.log_evidence_terms[n])?;
        for (k, l) in joint.iter().enumerate() {
            let (due, slack) = ((l - due).exp(), 2.0 * sizes.responsibilities[n][k] + f64::MIN_POSITIVE);
            equal(format_args!("the responsibility [{n}][{k}]"), r[n][k].0, due, slack)?;
        }
    }
    let due = terms.iter().zip(weights(case)).map(|(term, weight)| weight * term.0).sum();
    equal("the log evidence", reported(found.log_evidence, "log_evidence")?.0, due, sizes.log_evidence)
}
