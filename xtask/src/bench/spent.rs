//! What the reference says of its own work. It does not say it yet: `Cost` of its trajectories is to be read here, and nowhere else.

use suite::format::Case;

/// What an iteration takes, by the algorithm's own count.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spent {
    /// Passes over the data.
    pub passes: f64,
    /// Densities evaluated: an observation under a component.
    pub density_evaluations: f64,
}

/// What each of so many iterations of a case takes; `None` where nobody counts.
pub fn spent(_case: &Case, _iterations: usize) -> Option<Spent> {
    None
}
