//! Sums `log σ²` over the one number that a spherical covariance has: `log|Σ| = log σ²` in place of `D log σ²`.
//!
//! Wide components look too likely in two dimensions and more: the E-step, and with it every fit, is wrong, and BIC
//! prefers the wrong structure.
//!
//! Seen in OpenCV 4.14.0, ml::EM with COV_MAT_SPHERICAL.

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "spherical-log-det-once",
    layer: Layer::Density,
    seen_in: "OpenCV 4.14.0, ml::EM with COV_MAT_SPHERICAL",
    steps: Steps { log_determinant: of_the_first, ..HEALTHY },
};

fn of_the_first(factor: &Factor) -> f64 {
    match factor {
        Factor::Variances(variances) if variances.iter().all(|variance| *variance == variances[0]) => log(variances[0]),
        _ => density::log_determinant(factor),
    }
}
