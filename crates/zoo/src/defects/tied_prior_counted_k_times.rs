//! Adds the log prior of the one shared covariance once for each component.
//!
//! The objective that is reported is another than the one maximised, and may fall.
//!
//! A common mistake.

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "tied-prior-counted-k-times",
    layer: Layer::Prior,
    seen_in: "a common mistake",
    steps: Steps { tied_prior_counts: always, ..HEALTHY },
};

fn always(_k: usize) -> bool {
    true
}
