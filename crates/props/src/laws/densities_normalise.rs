//! A density integrates to 1: over all levels, over all counts, over a lattice in the coordinates in which a Gaussian is standard. The
//! trapezoidal rule of step `h` is off by `2 D exp(-2π²/h²)` for a Gaussian, 1e-19 at the two thirds taken here, and the tails beyond 9 deviations
//! and beyond 200 counts of rates up to 8 are less than that.
//!
//! Rounding: each density is off by its own, [`Sizes`], so their sum by the mean of it over the density.

use suite::{format::Case, implementation::Implementation};

use crate::{
    ask::{Ask, given, reported, with_data},
    generate::{Corner, Priors, Scope},
    law::{Check, Law, equal},
    parameters::Lattice,
    slack::Sizes,
};

/// The law.
pub const LAW: Law = Law {
    name: "densities-normalise",
    statement: "densities sum or integrate to 1",
    cases: || {
        Scope::parameters()
            .unweighted()
            .priors(Priors::None)
            .components(1..=1)
            .dimensions(1..=2)
            .observations(1..=1)
            .corners(&[Corner::Plain])
            .cases(|problem| problem.evaluate())
    },
    check,
};

fn check(em: &mut dyn Implementation, case: &Case) -> Check {
    let parameters = given(case.parameters.as_ref(), "parameters")?;
    let lattice = Lattice::over(case, parameters)?;
    let all = with_data(case, lattice.points, None);
    let terms = reported(em.evaluate(&all, parameters)?.log_evidence_terms, "log_evidence_terms")?;
    let sizes = Sizes::at(&all, parameters)?;
    let (mut total, mut slack) = (0.0, 1e-18);
    for (n, term) in terms.iter().enumerate() {
        let density = lattice.cell * term.0.exp();
        total += density;
        slack += density * (sizes.log_evidence_terms[n] + terms.len() as f64 * f64::EPSILON);
    }
    equal("the sum of the density over everything", total, 1.0, 2.0 * slack)
}
