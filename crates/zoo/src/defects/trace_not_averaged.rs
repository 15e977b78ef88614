//! Forgets to divide by the dimension in the spherical structure: the variance of all dimensions together.
//!
//! Components `sqrt D` too wide; right in one dimension.
//!
//! Seen in scikit-learn PR #4335 (comment: the spherical derivation).

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "trace-not-averaged",
    layer: Layer::MStep,
    seen_in: "scikit-learn PR #4335 (comment: the spherical derivation)",
    steps: Steps { spherical_covariance: whole_trace, ..HEALTHY },
};

fn whole_trace(moments: &Moments) -> f64 {
    maximization::trace(&moments.scatter) / moments.count
}
