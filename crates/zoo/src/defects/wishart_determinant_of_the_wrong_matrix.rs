//! Takes the determinant of the covariance where that of the scale is due in the inverse Wishart density.
//!
//! The log prior, and every model choice by it, is off by an amount that moves with the parameters.
//!
//! Seen in pymc PR #673.

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "wishart-determinant-of-the-wrong-matrix",
    layer: Layer::Prior,
    seen_in: "pymc PR #673",
    steps: Steps { log_inverse_wishart: wrong_matrix, ..HEALTHY },
};

fn wrong_matrix(prior: &InverseWishart, root: &Matrix, log_determinant: f64) -> f64 {
    let of_scale = linear::cholesky(&prior.scale).map_or(f64::NAN, |root| linear::log_determinant(&root));
    let healthy = log_prior::log_inverse_wishart(prior, root, log_determinant);
    healthy + prior.degrees_of_freedom / 2.0 * (log_determinant - of_scale)
}
