//! `Σ_k r_nk = 1` and `r_nk >= 0` for every observation.
//!
//! Rounding: `K` quotients, each right to an ulp or two of itself, sum to 1 within `(K + 2) ε`. Where the quotients are `exp(ℓ_nk - log Σ_j
//! exp ℓ_nj)`, a difference of numbers that large costs an ulp of them: `ε (K + 2 + |log p(x_n|θ)|)`.

use suite::{format::Case, implementation::Implementation};

use crate::{
    ask::{Ask, given, reported},
    generate::Scope,
    law::{Check, Law, at_least, equal},
    slack::Sizes,
};

/// The law.
pub const LAW: Law = Law {
    name: "responsibilities-sum-to-one",
    statement: "Σ_k r_nk = 1 and r_nk >= 0",
    cases: || Scope::parameters().cases(|problem| problem.evaluate()),
    check,
};

fn check(em: &mut dyn Implementation, case: &Case) -> Check {
    let parameters = given(case.parameters.as_ref(), "parameters")?;
    let found = reported(em.evaluate(case, parameters)?.responsibilities, "responsibilities")?;
    let sizes = Sizes::at(case, parameters)?;
    for (n, row) in found.iter().enumerate() {
        for (k, r) in row.iter().enumerate() {
            at_least(format_args!("the responsibility [{n}][{k}]"), r.0, 0.0, 0.0)?;
        }
        let slack = (row.len() as f64 + 2.0) * f64::EPSILON + f64::EPSILON * sizes.magnitude(n);
        equal(
            format_args!("the sum of the responsibilities of observation {n}"),
            row.iter().map(|r| r.0).sum(),
            1.0,
            slack,
        )?;
    }
    Ok(())
}
