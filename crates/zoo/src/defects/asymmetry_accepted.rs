//! Reads one triangle of a covariance and never looks at the other.
//!
//! A typing error in the other triangle goes unnoticed: which of the two values counts depends on the library.
//!
//! A common mistake.

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "asymmetry-accepted",
    layer: Layer::DegenerateInput,
    seen_in: "a common mistake",
    steps: Steps { cholesky: one_triangle, ..HEALTHY },
};

fn one_triangle(matrix: &Matrix, name: &str) -> Result<Matrix> {
    linear::cholesky(matrix)
        .ok_or_else(|| crate::textbook::model::Stop::Rejected(format!("{name}: not positive definite")))
}
