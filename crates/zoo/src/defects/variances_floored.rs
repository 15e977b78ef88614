//! Raises every variance to at least 1e-3.
//!
//! In small units every component has the same, invented width.
//!
//! Seen in GaussianMixtures.jl 33540a1, varfloor = 1e-3; hmmlearn 0.3.3, min_covar = 1e-3.

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "variances-floored",
    layer: Layer::Precision,
    seen_in: "GaussianMixtures.jl 33540a1, varfloor = 1e-3; hmmlearn 0.3.3, min_covar = 1e-3",
    steps: Steps { finish: floored, ..HEALTHY },
};

fn floored(mut mixture: Mixture) -> Mixture {
    for component in &mut mixture.components {
        match component {
            Component::Gaussian { covariance: Covariance::Spherical(variance), .. } => *variance = variance.max(1e-3),
            Component::Gaussian { covariance: Covariance::Diagonal(variances), .. } => {
                variances.iter_mut().for_each(|variance| *variance = variance.max(1e-3));
            }
            _ => {}
        }
    }
    mixture
}
