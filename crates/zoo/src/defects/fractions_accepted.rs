//! Takes any number from 0 for a count.
//!
//! Rates of averages, with a likelihood that is none.
//!
//! A common mistake.

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "fractions-accepted",
    layer: Layer::DegenerateInput,
    seen_in: "a common mistake",
    steps: Steps { count_of: any, ..HEALTHY },
};

fn any(value: f64, name: &str) -> Result<f64> {
    input::at_least_zero(value, name)
}
