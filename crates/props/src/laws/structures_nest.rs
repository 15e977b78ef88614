//! Each structure holds the ones before it: an identity covariance is a spherical one of variance 1, that is a diagonal one of equal variances,
//! that is a full one without correlations. The log evidence is the same in all.
//!
//! Rounding: that of the full one, whose condition is that of its variances.

use suite::{
    format::{Case, Structure},
    implementation::Implementation,
};

use crate::{
    ask::{Ask, given, reported},
    generate::{Priors, Scope},
    law::{Check, Law, equal},
    parameters::Nested,
    slack::Sizes,
};

/// The law.
pub const LAW: Law = Law {
    name: "structures-nest",
    statement: "identity, spherical and diagonal covariances are special full ones",
    cases: || {
        Scope::parameters()
            .structures(&[Structure::Identity, Structure::Spherical, Structure::Diagonal])
            .priors(Priors::None)
            .cases(|problem| problem.evaluate())
    },
    check,
};

fn check(em: &mut dyn Implementation, case: &Case) -> Check {
    let parameters = given(case.parameters.as_ref(), "parameters")?;
    let due = reported(em.evaluate(case, parameters)?.log_evidence, "log_evidence")?.0;
    for structure in [Structure::Spherical, Structure::Diagonal, Structure::Full] {
        let Some(nested) = Nested::new(case, structure) else { continue };
        let (other, there) = (nested.of_case(case), nested.of_parameters(parameters));
        let found = reported(em.evaluate(&other, &there)?.log_evidence, "log_evidence")?.0;
        let slack = Sizes::at(case, parameters)?.log_evidence + Sizes::at(&other, &there)?.log_evidence;
        equal(format_args!("the log evidence, covariance {},", structure.name()), found, due, slack)?;
    }
    Ok(())
}
