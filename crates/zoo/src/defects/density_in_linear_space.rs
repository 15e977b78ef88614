//! Computes the density itself and takes its logarithm.
//!
//! Beyond 38 standard deviations, or in a few hundred dimensions, the density is 0: an outlier makes the log likelihood
//! `-inf` or NaN.
//!
//! Seen in Apache Commons Math 3.6.1, MultivariateNormalMixtureExpectationMaximization; rusty-machine e7cc57fc.

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "density-in-linear-space",
    layer: Layer::Density,
    seen_in: "Apache Commons Math 3.6.1, MultivariateNormalMixtureExpectationMaximization; rusty-machine e7cc57fc",
    steps: Steps { gaussian: through_the_density, ..HEALTHY },
};

fn through_the_density(dimension: usize, log_determinant: f64, squared_distance: f64) -> f64 {
    log(exp(density::gaussian(dimension, log_determinant, squared_distance)))
}
