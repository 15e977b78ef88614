//! Adds 1e-6 to every variance, asked for or not.
//!
//! Right for data of unit scale; data in small units, or a nearly singular covariance, are smoothed away.
//!
//! Seen in scikit-learn, reg_covar = 1e-6; Weka, minStdDev = 1e-6.

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "covariance-regularised",
    layer: Layer::Precision,
    seen_in: "scikit-learn, reg_covar = 1e-6; Weka, minStdDev = 1e-6",
    steps: Steps { finish: regularised, ..HEALTHY },
};

fn regularised(mut mixture: Mixture) -> Mixture {
    for component in &mut mixture.components {
        let Component::Gaussian { covariance, .. } = component else { continue };
        match covariance {
            Covariance::Identity => {}
            Covariance::Spherical(variance) => *variance += 1e-6,
            Covariance::Diagonal(variances) => variances.iter_mut().for_each(|variance| *variance += 1e-6),
            Covariance::Full(matrix) => (0..matrix.len()).for_each(|d| matrix[d][d] += 1e-6),
        }
    }
    mixture
}
