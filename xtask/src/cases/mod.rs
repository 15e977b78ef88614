//! The questions of the suite as code: every file below `golden/cases` is written from here, so each says how it was made.
//!
//! A case is never renamed, and never changed once it is published: a changed question is a new case with a new id.

mod build;
mod categorical;
mod gaussian_diagonal;
mod gaussian_full;
mod gaussian_identity;
mod gaussian_spherical;
mod gaussian_tied;
mod poisson;
pub mod pretty;
mod rejected;
mod shared;
mod synthetic;

use serde_json::Value;

/// All cases, each a complete object in the field order of the format.
#[must_use]
pub fn all() -> Vec<Value> {
    [
        gaussian_identity::cases(),
        gaussian_spherical::cases(),
        gaussian_diagonal::cases(),
        gaussian_full::cases(),
        gaussian_tied::cases(),
        poisson::cases(),
        categorical::cases(),
        rejected::cases(),
    ]
    .concat()
}
