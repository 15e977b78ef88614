//! Writes standard deviations where the format has variances.
//!
//! Every user who draws an interval from them draws a wrong one.
//!
//! Seen in pomegranate e916273, Normal.sample (variances passed as deviations).

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "deviations-for-variances",
    layer: Layer::Reporting,
    seen_in: "pomegranate e916273, Normal.sample (variances passed as deviations)",
    steps: Steps { parameters: square_roots, ..HEALTHY },
};

fn square_roots(mixture: &Mixture, tied: bool) -> Parameters {
    let mut mixture = mixture.clone();
    for component in &mut mixture.components {
        match component {
            Component::Gaussian { covariance: Covariance::Spherical(variance), .. } => *variance = variance.sqrt(),
            Component::Gaussian { covariance: Covariance::Diagonal(variances), .. } => {
                variances.iter_mut().for_each(|variance| *variance = variance.sqrt());
            }
            _ => {}
        }
    }
    report::parameters(&mixture, tied)
}
