//! Components have no order: with the components reversed, densities and responsibilities are reversed and the log evidence and the log joint
//! are the same, as far as the prior of the mixing weights is reversed with them.
//!
//! Rounding: that of both sides.

use suite::{
    format::{Case, Prior, WeightsPrior},
    implementation::Implementation,
};

use crate::{
    ask::{Ask, given, reported, with_prior},
    generate::Scope,
    law::{Check, Law, broken, equal},
    parameters::reordered,
    slack::Sizes,
};

/// The law.
pub const LAW: Law = Law {
    name: "permuted-components",
    statement: "the order of the components changes the order of the columns, and nothing else",
    cases: || Scope::parameters().components(2..=3).cases(|problem| problem.evaluate()),
    check,
};

fn check(em: &mut dyn Implementation, case: &Case) -> Check {
    let parameters = given(case.parameters.as_ref(), "parameters")?;
    let order: Vec<usize> = (0..parameters.weights.len()).rev().collect();
    let reversed = with_prior(case, case.prior.as_ref().map(reversed));
    let (found, due) = (em.evaluate(&reversed, &reordered(parameters, &order))?, em.evaluate(case, parameters)?);
    let sizes = Sizes::at(case, parameters)?;
    let joints = (reported(found.log_joint, "log_joint")?.0, reported(due.log_joint, "log_joint")?.0);
    equal("the log joint with the components reversed", joints.0, joints.1, 2.0 * sizes.log_joint())?;
    let (found, due) =
        (reported(found.responsibilities, "responsibilities")?, reported(due.responsibilities, "responsibilities")?);
    for (n, row) in due.iter().enumerate() {
        if found[n].len() != row.len() {
            return broken(format_args!("observation {n} has {} responsibilities", found[n].len()));
        }
        for (k, from) in order.iter().enumerate() {
            let (slack, what) = (2.0 * sizes.responsibilities[n][*from], format_args!("the responsibility [{n}][{k}]"));
            equal(what, found[n][k].0, row[*from].0, slack + f64::MIN_POSITIVE)?;
        }
    }
    Ok(())
}

fn reversed(prior: &Prior) -> Prior {
    let reverse =
        |WeightsPrior::Dirichlet(alpha): &WeightsPrior| WeightsPrior::Dirichlet(alpha.iter().rev().copied().collect());
    Prior { weights: prior.weights.as_ref().map(reverse), components: prior.components.clone() }
}
