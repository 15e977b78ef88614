//! Stops one variable early in the sum over categorical variables.
//!
//! The last variable has no influence on the classes.
//!
//! A common mistake.

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "last-variable-forgotten",
    layer: Layer::Density,
    seen_in: "a common mistake",
    steps: Steps { categorical: but_the_last, ..HEALTHY },
};

fn but_the_last(x: &[f64], probabilities: &Matrix) -> f64 {
    let used = (x.len() - 1).max(1);
    density::categorical(&x[..used], &probabilities[..used].to_vec())
}
