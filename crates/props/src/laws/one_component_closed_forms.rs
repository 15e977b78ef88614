//! `K = 1`: every responsibility is 1, the log evidence is `Σ_n w_n log p(x_n|θ)`, the divergence of the only `q` is 0, and EM is done after one
//! iteration.
//!
//! Rounding: that of each. A second iteration repeats the first, so the log joint is the same within the rounding of either.

use suite::{
    format::{Case, Number},
    implementation::Implementation,
};

use crate::{
    ask::{Ask, given, observations, reported, weights},
    generate::Scope,
    law::{Check, Law, broken, equal},
    slack::Sizes,
};

/// The law.
pub const LAW: Law = Law {
    name: "one-component-closed-forms",
    statement: "K = 1: responsibilities are 1, and one iteration of EM is all",
    cases: || Scope::steps().components(1..=1).cases(|problem| problem.trajectory()),
    check,
};

fn check(em: &mut dyn Implementation, case: &Case) -> Check {
    let initial = given(case.initial.as_ref(), "initial")?;
    let (found, sizes) = (em.evaluate(case, initial)?, Sizes::at(case, initial)?);
    for (n, row) in reported(found.responsibilities, "responsibilities")?.iter().enumerate() {
        equal(
            format_args!("the responsibility [{n}][0]"),
            row[0].0,
            1.0,
            4.0 * f64::EPSILON * (1.0 + sizes.magnitude(n)),
        )?;
    }
    let densities = reported(found.log_densities, "log_densities")?;
    let due = densities.iter().zip(weights(case)).map(|(row, weight)| weight * row[0].0).sum();
    equal("the log evidence", reported(found.log_evidence, "log_evidence")?.0, due, sizes.log_evidence)?;
    let bound = em.bound(case, initial, &vec![vec![Number(1.0)]; observations(case).len()])?;
    equal("the divergence of the only q", reported(bound.kl, "kl")?.0, 0.0, sizes.log_joint())?;
    let trajectory = em.trajectory(case, initial, 2)?;
    let joint = reported(trajectory.log_joint, "log_joint")?;
    let parameters = reported(trajectory.parameters, "parameters")?;
    let ([_, first, second], Some(at)) = (joint.as_slice(), parameters.get(&1)) else {
        return broken("two iterations do not report three log joints and the parameters of the first");
    };
    equal("the log joint after iteration 2", second.0, first.0, 2.0 * Sizes::at(case, at)?.log_joint())
}
