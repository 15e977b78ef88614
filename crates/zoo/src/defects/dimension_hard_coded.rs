//! Has a 3 where the dimension is due.
//!
//! Right in three dimensions, where it was tested.
//!
//! Seen in dynamax PR #411 (hard-coded 3).

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "dimension-hard-coded",
    layer: Layer::Prior,
    seen_in: "dynamax PR #411 (hard-coded 3)",
    steps: Steps { map_full: in_three_dimensions, ..HEALTHY },
};

fn in_three_dimensions(prior: &InverseWishart, count: f64, scatter: &Matrix) -> Matrix {
    map::sum_over(&prior.scale, scatter, prior.degrees_of_freedom + count + 3.0 + 2.0)
}
