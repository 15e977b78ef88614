//! The M-step is a maximiser: no perturbation of any parameter has a greater ELBO of the same `q`, and the gradient vanishes.
//!
//! Along a direction `u` of [`directions`](crate::parameters::directions), in whose units the ELBO `f` has a third derivative at most twice its second,
//! `f(η) - f(-η) = f'(0) 2η + O(η³)`, and the last is at most `η (2 f(0) - f(η) - f(-η))`: twice that is allowed, and more is a slope.
//!
//! Rounding: that of the bound at each of the three.

use suite::{format::Case, implementation::Implementation};

use crate::{
    ask::{Ask, given, reported},
    generate::Scope,
    law::{Check, Law, at_most},
    parameters::{directions, perturbed},
    slack::Sizes,
};

/// The law.
pub const LAW: Law = Law {
    name: "m-step-is-a-maximiser",
    statement: "no perturbation of any parameter has a greater ELBO, and the gradient vanishes",
    cases: || Scope::steps().observations(1..=5).cases(|problem| problem.maximize()),
    check,
};

fn check(em: &mut dyn Implementation, case: &Case) -> Check {
    let r = given(case.responsibilities.as_ref(), "responsibilities")?;
    let best = em.maximize(case, r)?;
    let mut elbo = |parameters: &_| {
        let elbo = reported(em.bound(case, parameters, r)?.elbo, "elbo")?.0;
        Ok((elbo, Sizes::at(case, parameters)?.bound(r)))
    };
    let (top, slack) = elbo(&best)?;
    for direction in directions(&best) {
        for eta in [0.125, 1.0 / 1024.0] {
            let (up, slack_up) = elbo(&perturbed(&best, &direction, eta))?;
            let (down, slack_down) = elbo(&perturbed(&best, &direction, -eta))?;
            let slack = 2.0 * (slack + slack_up + slack_down);
            at_most(format_args!("the ELBO with {direction} up by {eta}"), up, top, slack)?;
            at_most(format_args!("the ELBO with {direction} down by {eta}"), down, top, slack)?;
            let curvature = (2.0 * top - up - down).max(0.0);
            at_most(
                format_args!("the slope of the ELBO along {direction}"),
                (up - down).abs(),
                2.0 * eta * curvature,
                slack,
            )?;
        }
    }
    Ok(())
}
