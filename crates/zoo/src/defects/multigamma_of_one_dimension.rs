//! Takes `D log Γ(a)` for the multivariate gamma function.
//!
//! Right in one dimension.
//!
//! Seen in pymc PR #673 (arguments of multigammaln); ReactiveBayes/ExponentialFamily.jl #295.

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "multigamma-of-one-dimension",
    layer: Layer::Evidence,
    seen_in: "pymc PR #673 (arguments of multigammaln); ReactiveBayes/ExponentialFamily.jl #295",
    steps: Steps { marginal_wishart: of_one_dimension, ..HEALTHY },
};

fn of_one_dimension(prior: &InverseWishart, posterior: &InverseWishart, count: f64) -> f64 {
    let (d, before, after) = (prior.scale.len(), prior.degrees_of_freedom / 2.0, posterior.degrees_of_freedom / 2.0);
    let wrong = d as f64 * (lgamma(after) - lgamma(before));
    let right = special::ln_multi_gamma(after, d) - special::ln_multi_gamma(before, d);
    bayes::wishart::marginal(prior, posterior, count) + wrong - right
}
