//! Divides a difference by the variance where the standard deviation is due, in the diagonal structures.
//!
//! Distances are in the wrong unit: with variances above 1 all observations look near.
//!
//! Seen in scikit-learn #16944, PR #22058 (diagonal and spherical precisions_init, fixed in 1.1).

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "square-root-missing",
    layer: Layer::Density,
    seen_in: "scikit-learn #16944, PR #22058 (diagonal and spherical precisions_init, fixed in 1.1)",
    steps: Steps { squared_distance: by_variance, ..HEALTHY },
};

fn by_variance(factor: &Factor, x: &[f64], mean: &[f64]) -> f64 {
    let Factor::Variances(variances) = factor else { return density::squared_distance(factor, x, mean) };
    let z = linear::difference(x, mean).into_iter().zip(variances).map(|(away, variance)| away / variance);
    z.map(|z| z * z).sum()
}
