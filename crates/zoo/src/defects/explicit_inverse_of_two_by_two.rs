//! Computes determinant and inverse of a 2 x 2 covariance by the school formula, `ac - b²`.
//!
//! For correlations near 1 the determinant is a difference of equals: densities lose twice the digits that they must.
//!
//! Seen in mlpack #496; GaussianMixtures.jl #4 (negative determinant).

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "explicit-inverse-of-two-by-two",
    layer: Layer::Precision,
    seen_in: "mlpack #496; GaussianMixtures.jl #4 (negative determinant)",
    steps: Steps { log_determinant: by_school, squared_distance: by_school_too, ..HEALTHY },
};

fn entries(l: &Matrix) -> (f64, f64, f64) {
    (l[0][0] * l[0][0], l[0][0] * l[1][0], l[1][0] * l[1][0] + l[1][1] * l[1][1])
}

fn by_school(factor: &Factor) -> f64 {
    match factor {
        Factor::Cholesky(l) if l.len() == 2 => {
            let (a, b, c) = entries(l);
            log(a * c - b * b)
        }
        _ => density::log_determinant(factor),
    }
}

fn by_school_too(factor: &Factor, x: &[f64], mean: &[f64]) -> f64 {
    match factor {
        Factor::Cholesky(l) if l.len() == 2 => {
            let ((a, b, c), z) = (entries(l), linear::difference(x, mean));
            (c * z[0] * z[0] - 2.0 * b * z[0] * z[1] + a * z[1] * z[1]) / (a * c - b * b)
        }
        _ => density::squared_distance(factor, x, mean),
    }
}
