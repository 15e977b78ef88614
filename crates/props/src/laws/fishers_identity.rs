//! `∇ log p(X, θ) = ∇ elbo(r, θ)` at the responsibilities `r` of `θ`: the bound touches the log joint there, and has its gradient.
//!
//! Their difference at `θ + η u` is `kl(r ‖ r(θ + η u)) >= 0`, of second order: from `2η` to `η` it falls to a quarter, where two different gradients
//! would leave a half; three eighths are allowed, for the third order.
//!
//! Rounding: that of the bound at each point.

use suite::{format::Case, implementation::Implementation};

use crate::{
    ask::{Ask, given, reported},
    generate::{Corner, Scope},
    law::{Check, Law, at_least, at_most},
    parameters::{directions, perturbed},
    slack::Sizes,
};

/// The law.
pub const LAW: Law = Law {
    name: "fishers-identity",
    statement: "the ELBO of the responsibilities has the gradient of the log joint",
    cases: || {
        Scope::steps()
            .corners(&[Corner::Plain, Corner::EqualComponents])
            .observations(1..=5)
            .cases(|problem| problem.evaluate())
    },
    check,
};

fn check(em: &mut dyn Implementation, case: &Case) -> Check {
    let parameters = given(case.parameters.as_ref(), "parameters")?;
    let r = reported(em.evaluate(case, parameters)?.responsibilities, "responsibilities")?;
    let mut above = |parameters: &_| {
        let joint = reported(em.evaluate(case, parameters)?.log_joint, "log_joint")?.0;
        let elbo = reported(em.bound(case, parameters, &r)?.elbo, "elbo")?.0;
        Ok((joint - elbo, 2.0 * Sizes::at(case, parameters)?.bound(&r)))
    };
    for direction in directions(parameters) {
        for eta in [1.0 / 1024.0, -1.0 / 1024.0] {
            let (near, slack_near) = above(&perturbed(parameters, &direction, eta))?;
            let (far, slack_far) = above(&perturbed(parameters, &direction, 2.0 * eta))?;
            let slack = slack_near + slack_far;
            at_least(format_args!("the log joint less the ELBO with {direction} moved by {eta}"), near, 0.0, slack)?;
            let due = 0.375 * far;
            at_most(format_args!("the log joint less the ELBO with {direction} moved by {eta}"), near, due, slack)?;
        }
    }
    Ok(())
}
