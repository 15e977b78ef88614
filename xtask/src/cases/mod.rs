//! The questions of the suite as code: every file below `golden/cases` is written from here, so each says how it was made.
//!
//! A case is never renamed, and never changed once it is published: a changed question is a new case with a new id.

mod bayes;
mod bound;
mod bound_extremes;
mod bound_zeros;
mod build;
mod categorical;
mod divergence_discrete;
mod divergence_gaussian;
mod divergence_priors;
mod evidence;
mod evidence_extremes;
mod fit_amounts;
mod fit_categorical;
mod fit_crabs;
mod fit_faithful;
mod fit_faithful_variances;
mod fit_galaxies;
mod fit_iris;
mod fit_iris_variances;
mod fit_lengths;
mod fit_measurements;
mod fit_poisson;
mod gaussian_diagonal;
mod gaussian_full;
mod gaussian_identity;
mod gaussian_spherical;
mod gaussian_tied;
mod poisson;
pub mod pretty;
mod rejected;
mod rejected_bayes;
mod rejected_divergences;
mod shared;
mod survivors;
mod synthetic;
mod two_bumps;
mod variational;
mod variational_real;

use serde_json::Value;

/// All cases, each a complete object in the field order of the format.
#[must_use]
pub fn all() -> Vec<Value> {
    [
        gaussian_identity::cases(),
        gaussian_spherical::cases(),
        two_bumps::cases(),
        gaussian_diagonal::cases(),
        gaussian_full::cases(),
        gaussian_tied::cases(),
        poisson::cases(),
        categorical::cases(),
        bound::cases(),
        bound_extremes::cases(),
        bound_zeros::cases(),
        evidence::cases(),
        evidence_extremes::cases(),
        variational::cases(),
        variational_real::cases(),
        divergence_gaussian::cases(),
        divergence_discrete::cases(),
        divergence_priors::cases(),
        fit_galaxies::cases(),
        fit_faithful::cases(),
        fit_faithful_variances::cases(),
        fit_iris::cases(),
        fit_iris_variances::cases(),
        fit_lengths::cases(),
        fit_amounts::cases(),
        fit_crabs::cases(),
        fit_measurements::cases(),
        fit_poisson::cases(),
        fit_categorical::cases(),
        rejected::cases(),
        rejected_bayes::cases(),
        rejected_divergences::cases(),
        survivors::cases(),
    ]
    .concat()
}
