//! The maximum-likelihood M-step matches moments: the mean parameters of each component are the weighted mean of the sufficient statistics,
//! `E[t(x)|θ_k] = φ_N/ν_N = Σ_n w_n r_nk t(x_n) / N_k`, and `π_k = N_k / W` (51). A covariance is that about the mean, as its structure asks.
//!
//! Rounding: [`of_maximum`], twice: that of the M-step and that of the moments here, which are the same sums.

use suite::{format::Case, implementation::Implementation};

use crate::{
    ask::{Ask, given},
    generate::{Priors, Scope},
    law::{Check, Law},
    parameters::{agree, map, moments},
    slack::of_maximum,
};

/// The law.
pub const LAW: Law = Law {
    name: "m-step-matches-moments",
    statement: "E[t(x)|θ_k] = Σ_n w_n r_nk t(x_n) / N_k and π_k = N_k / W",
    cases: || Scope::steps().priors(Priors::None).cases(|problem| problem.maximize()),
    check,
};

fn check(em: &mut dyn Implementation, case: &Case) -> Check {
    let r = given(case.responsibilities.as_ref(), "responsibilities")?;
    let slack = map(&of_maximum(case, r)?, |slack| 2.0 * slack);
    agree("the parameters of the M-step", &em.maximize(case, r)?, &moments(case, r)?, &slack)
}
