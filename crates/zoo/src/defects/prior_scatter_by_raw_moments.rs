//! Computes `S_k + B_k` as `Σ x xᵀ + κ m0 m0ᵀ - (κ + N_k) m mᵀ`.
//!
//! The posterior covariance far from the origin is noise, and not positive definite.
//!
//! Seen in pmtk3 #59.

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "prior-scatter-by-raw-moments",
    layer: Layer::Precision,
    seen_in: "pmtk3 #59",
    steps: Steps { about_prior: raw, ..HEALTHY },
};

fn raw(_steps: &Steps, prior: &NormalPart, moments: &Moments) -> Matrix {
    let (kappa, n) = (prior.precision, moments.count);
    let m = map::mean(prior, moments);
    let entry = |i: usize, j: usize| {
        let seen = moments.scatter[i][j] + n * (moments.mean[i] * moments.mean[j]);
        seen + kappa * (prior.mean[i] * prior.mean[j]) - (kappa + n) * (m[i] * m[j])
    };
    (0..m.len()).map(|i| (0..m.len()).map(|j| entry(i, j)).collect()).collect()
}
