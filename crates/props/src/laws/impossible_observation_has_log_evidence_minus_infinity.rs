//! An observation that no component can have made has probability 0: its log evidence is `-inf`, and so is that of the data. A rate of 0 makes
//! no count above 0, a probability of 0 no such level.
//!
//! Exact: no rounding.

use suite::{
    format::{Case, Family, Number, Parameters},
    implementation::Implementation,
};

use crate::{
    ask::{Ask, given, observations, reported, with_data},
    generate::{Corner, Priors, Scope},
    law::{Check, Law, equal},
};

/// The law.
pub const LAW: Law = Law {
    name: "impossible-observation-has-log-evidence-minus-infinity",
    statement: "an observation of probability 0 has the log evidence -inf",
    cases: || {
        Scope::parameters()
            .families(&[Family::Poisson, Family::Categorical])
            .unweighted()
            .priors(Priors::None)
            .corners(&[Corner::Plain])
            .cases(|problem| problem.evaluate())
    },
    check,
};

fn check(em: &mut dyn Implementation, case: &Case) -> Check {
    let parameters = given(case.parameters.as_ref(), "parameters")?;
    let impossible = impossible(parameters);
    let mut rows = observations(case).to_vec();
    rows[0][0] = Number(1.0);
    let found = em.evaluate(&with_data(case, rows, None), &impossible)?;
    let term = reported(found.log_evidence_terms, "log_evidence_terms")?[0].0;
    equal("the log evidence term of an impossible observation", term, f64::NEG_INFINITY, 0.0)?;
    let total = reported(found.log_evidence, "log_evidence")?.0;
    equal("the log evidence of impossible data", total, f64::NEG_INFINITY, 0.0)
}

/// The same, but that no component makes a count above 0, or the second level, of the first variable.
fn impossible(parameters: &Parameters) -> Parameters {
    let mut impossible = parameters.clone();
    for component in &mut impossible.components {
        component.rate.iter_mut().for_each(|rate| rate[0] = Number(0.0));
        component.probabilities.iter_mut().for_each(|variables| {
            let levels = variables[0].len();
            variables[0] = (0..levels).map(|level| Number(if level == 0 { 1.0 } else { 0.0 })).collect();
        });
    }
    impossible
}
