//! Adds `n - 1` to the degrees of freedom of the inverse Wishart, those of a sample covariance, where `n` is due.
//!
//! Evidence and bound are off, and predictions too wide.
//!
//! Seen in Distributions.jl PR #175, ConjugatePriors PR #28.

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "posterior-degrees-of-freedom",
    layer: Layer::Variational,
    seen_in: "Distributions.jl PR #175, ConjugatePriors PR #28",
    steps: Steps { posterior_wishart: of_a_sample, ..HEALTHY },
};

fn of_a_sample(steps: &Steps, normal: &NormalPart, prior: &InverseWishart, moments: &Moments) -> InverseWishart {
    let healthy = bayes::wishart::posterior(steps, normal, prior, moments);
    let degrees_of_freedom = healthy.degrees_of_freedom - 0.5;
    InverseWishart { degrees_of_freedom, ..healthy }
}
