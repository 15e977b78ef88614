//! Adds the whole scatter to `b`, of which half is due.
//!
//! Variances twice too large.
//!
//! A common mistake.

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "posterior-inverse-gamma-half-missing",
    layer: Layer::Variational,
    seen_in: "a common mistake",
    steps: Steps { posterior_variance: whole, ..HEALTHY },
};

fn whole(steps: &Steps, normal: &NormalPart, prior: &InverseGamma, moments: &Moments) -> InverseGamma {
    let healthy = bayes::variance::posterior(steps, normal, prior, moments);
    let scale = healthy.scale.iter().zip(&prior.scale).map(|(new, old)| 2.0 * new - old).collect();
    InverseGamma { scale, ..healthy }
}
