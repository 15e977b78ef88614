//! `fit`: EM until it stops.

use super::{expectation::Cost, source::Source, trajectory::Run};
use crate::{
    error::{Result, check_domain},
    family::Family,
    mixture::{Mixture, Prior},
};

/// A tolerance of 0 asks for the fixed point itself. It is reached when no parameter block moves by more than this, relative to its
/// largest entry: a few units in the last place, what rounding alone does to it. The objective is of no use there: it is flat, and
/// stands still while the parameters are still `sqrt(ε)` away.
const AT_REST: f64 = 8.0 * f64::EPSILON;

/// The result of [`fit`].
#[derive(Clone, Debug)]
pub struct Fit<F> {
    /// The parameters where the iteration stopped.
    pub mixture: Mixture<F>,
    /// `log p(X|θ)` there.
    pub log_evidence: f64,
    /// `log p(X, θ)` there.
    pub log_joint: f64,
    /// How many iterations were made.
    pub iterations: usize,
    /// Whether it stopped by its rule and not by `max_iterations`.
    pub converged: bool,
    /// What it cost.
    pub cost: Cost,
}

/// Iterates from `initial` until the relative change of the log joint in one iteration is at most `tolerance`, at most
/// `max_iterations` times. A tolerance of 0 iterates until the parameters are at rest to the last bits.
///
/// # Errors
/// A negative tolerance; those of [`trajectory`](super::trajectory()).
pub fn fit<F: Family>(
    source: &impl Source,
    initial: Mixture<F>,
    prior: &Prior<F::Prior>,
    tolerance: f64,
    max_iterations: usize,
) -> Result<Fit<F>> {
    check_domain(tolerance, |tolerance| tolerance >= 0.0, || "tolerance".to_owned(), "finite and at least 0")?;
    let mut run = Run::new(source, initial, prior, max_iterations > 0)?;
    let mut log_joint = run.log_joint()?;
    let mut converged = false;
    while !converged && run.iteration < max_iterations {
        let before = run.mixture.clone();
        run.step(true)?;
        let next = run.log_joint()?;
        converged = if tolerance > 0.0 {
            (next - log_joint).abs() <= tolerance * next.abs()
        } else {
            before.relative_change(&run.mixture) <= AT_REST
        };
        log_joint = next;
    }
    let log_evidence = run.expectation.log_evidence();
    Ok(Fit { iterations: run.iteration, mixture: run.mixture, log_evidence, log_joint, converged, cost: run.cost })
}
