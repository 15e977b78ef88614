//! Against ever more data a prior vanishes: with every observation `c` times, the posterior mode of the M-step is `O(1/c)` from the maximum of the
//! likelihood. Between `c = 2^20` and `2^40` the distance falls by `2^20`; half of that is asked for.
//!
//! Rounding: that of the M-step with either weights.

use suite::{format::Case, implementation::Implementation};

use crate::{
    ask::{Ask, given, observations, weights, with_data, with_prior},
    generate::Scope,
    law::{Check, Law, Stop, at_most},
    parameters::entries,
    slack::of_maximum,
};

/// The law.
pub const LAW: Law = Law {
    name: "vanishing-prior-tends-to-maximum-likelihood",
    statement: "with every weight times c the posterior mode is O(1/c) from maximum likelihood",
    cases: || Scope::steps().cases(|problem| problem.maximize()),
    check,
};

fn check(em: &mut dyn Implementation, case: &Case) -> Check {
    let r = given(case.responsibilities.as_ref(), "responsibilities")?;
    if case.prior.is_none() {
        return Err(Stop::Inapplicable("there is no prior".to_owned()));
    }
    let times = |factor: f64| {
        let weights = weights(case).iter().map(|weight| factor * weight).collect();
        with_data(case, observations(case).to_vec(), Some(weights))
    };
    let likely = em.maximize(&with_prior(case, None), r)?;
    let (near, far) = (times(2f64.powi(40)), times(2f64.powi(20)));
    let slack = entries(&of_maximum(&with_prior(case, None), r)?);
    let (near, far) = (entries(&em.maximize(&near, r)?), entries(&em.maximize(&far, r)?));
    for (i, (place, likely)) in entries(&likely).into_iter().enumerate() {
        let distance = |mode: &[(_, f64)]| (mode[i].1 - likely).abs();
        let due = 2f64.powi(-19) * distance(&far);
        at_most(format_args!("the distance of {place} to maximum likelihood"), distance(&near), due, 4.0 * slack[i].1)?;
    }
    Ok(())
}
