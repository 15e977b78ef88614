//! `kl(q) >= 1/2 Σ_n w_n (Σ_k |q_nk - r_nk|)²` (Pinsker's inequality): the divergence is 0 only where `q` is the posterior.
//!
//! Rounding: that of the bound; a responsibility that is off by `δ` moves the right side by `2 δ` times the distance, which is at most 2.

use suite::{format::Case, implementation::Implementation};

use crate::{
    ask::{Ask, given, guess, reported, weights},
    generate::Scope,
    law::{Check, Law, at_least},
    slack::Sizes,
};

/// The law.
pub const LAW: Law = Law {
    name: "kl-zero-only-at-posterior",
    statement: "kl(q) >= ½ Σ_n w_n |q_n - r_n|², so it is 0 only where q is the posterior",
    cases: || Scope::parameters().cases(|problem| problem.bound()),
    check,
};

fn check(em: &mut dyn Implementation, case: &Case) -> Check {
    let parameters = given(case.parameters.as_ref(), "parameters")?;
    let q = given(guess(case), "q")?;
    let r = reported(em.evaluate(case, parameters)?.responsibilities, "responsibilities")?;
    let sizes = Sizes::at(case, parameters)?;
    let (mut least, mut slack) = (0.0, sizes.bound(q));
    for (n, weight) in weights(case).iter().enumerate() {
        let distance: f64 = q[n].iter().zip(&r[n]).map(|(q, r)| (q.0 - r.0).abs()).sum();
        least += weight * distance * distance / 2.0;
        slack += weight * 2.0 * distance * sizes.responsibilities[n].iter().sum::<f64>();
    }
    at_least("kl(q)", reported(em.bound(case, parameters, q)?.kl, "kl")?.0, least, slack)
}
