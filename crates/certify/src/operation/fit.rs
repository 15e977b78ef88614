//! `fit`: an optimum has no certified values here; that its input must be refused can be found out all the same.

use suite::format::{Case, Operation};

use super::trajectory::run;
use crate::{
    failure::{Failure, Rejection},
    input::{Reader, required},
    tree::Tree,
};

/// In so many iterations a degeneracy that must be refused has to show.
const MOST_ITERATIONS: usize = 50;

/// Refuses what must be refused.
///
/// # Errors
/// Always: when the input must be refused, or because there are no certified values.
pub fn refuse(case: &Case, reader: &mut Reader<'_>) -> Result<Tree, Failure> {
    let initial = required("initial", case.initial.as_ref())?;
    let tolerance = required("tolerance", case.tolerance.as_ref())?;
    let iterations = *required("max_iterations", case.max_iterations.as_ref())?;
    if !tolerance.0.is_finite() || tolerance.0 < 0.0 {
        return Err(Rejection::field("tolerance", format!("{tolerance} is no tolerance")).into());
    }
    run(case, initial, iterations.min(MOST_ITERATIONS), &[], reader)?;
    Err(Failure::NoCertifier(Operation::Fit.name()))
}
