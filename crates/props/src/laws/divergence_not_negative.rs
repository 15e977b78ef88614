//! `kl(q ‖ p) >= 0`, and `kl(p ‖ p) = 0` (Gibbs' inequality).
//!
//! Rounding: the parts of a divergence are traces, distances, log determinants and log Γ of sums of the parameters. With `M` one more than
//! the sum of their magnitudes, and no eigenvalue below a half, none is larger than `2 M²`: `16 ε M²`.

use suite::{
    format::{Case, Member, Operation, Q},
    implementation::Implementation,
};

use crate::{
    law::{Law, Outcome, ask_divergence, broken, reported},
    laws::slack::magnitudes,
};

/// The law.
pub const LAW: Law = Law { name: "divergence-not-negative", operation: Operation::Divergence, check };

fn check(implementation: &mut dyn Implementation, case: &Case) -> Outcome {
    holds(implementation, case).unwrap_or_else(|outcome| outcome)
}

fn holds(implementation: &mut dyn Implementation, case: &Case) -> Result<Outcome, Outcome> {
    let p = reported(case.p.as_ref(), "p")?;
    let Some(Q::Member(q)) = &case.q else { return reported(None, "q") };
    let size = |member: &Member| 1.0 + magnitudes(&serde_json::to_value(member).unwrap_or_default());
    let slack = 16.0 * f64::EPSILON * (size(p) + size(q)).powi(2);
    let mut ask = |q: &Member| {
        let question = Case { q: Some(Q::Member(q.clone())), ..case.clone() };
        Ok(reported(ask_divergence(implementation, &question)?.kl, "kl")?.0)
    };
    let (of_two, of_one) = (ask(q)?, ask(p)?);
    // Written so that a NaN breaks it.
    let is_divergence = of_two >= -slack;
    if !is_divergence {
        return Ok(broken(format!("the divergence of two members is {of_two:?}")));
    }
    let holds = of_one.abs() <= slack;
    Ok(if holds { Outcome::Holds } else { broken(format!("the divergence of a member from itself is {of_one:?}")) })
}
