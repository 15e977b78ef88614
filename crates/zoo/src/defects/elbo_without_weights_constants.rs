//! Drops the normalisers of the Dirichlet distributions from the bound, as terms that do not change much.
//!
//! The bound is no bound, and cannot rank numbers of components.
//!
//! Seen in scikit-learn 1.9.1, BayesianGaussianMixture.lower_bound_ (#8823, #19074).

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "elbo-without-weights-constants",
    layer: Layer::Variational,
    seen_in: "scikit-learn 1.9.1, BayesianGaussianMixture.lower_bound_ (#8823, #19074)",
    steps: Steps { elbo_of_weights: none, ..HEALTHY },
};

fn none(_alpha: &[f64], _new: &[f64]) -> f64 {
    0.0
}
