//! Divides the weighted counts by the number of rows where those of the component are due.
//!
//! Rates shrink by the mixing weight.
//!
//! A common mistake.

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "rates-of-all-rows",
    layer: Layer::MStep,
    seen_in: "a common mistake",
    steps: Steps { rates: per_row, ..HEALTHY },
};

fn per_row(share: &Share, _count: f64) -> Row {
    maximization::sums(share).iter().map(|sum| sum / share.x.len() as f64).collect()
}
