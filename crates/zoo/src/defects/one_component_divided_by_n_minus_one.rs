//! Divides by `N - 1` where there is one component, and by `N_k` where there are several.
//!
//! A mixture of one is not the limit of mixtures: comparing K = 1 with K = 2 is not fair.
//!
//! Seen in GaussianMixtures.jl 33540a1, K = 1.

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "one-component-divided-by-n-minus-one",
    layer: Layer::MStep,
    seen_in: "GaussianMixtures.jl 33540a1, K = 1",
    steps: Steps { moments: unbiased_where_alone, ..HEALTHY },
};

fn unbiased_where_alone(steps: &Steps, model: &Model, share: &Share, count: f64) -> Moments {
    let mut moments = maximization::moments(steps, model, share, count);
    // One component has every row for itself.
    if count == share.weight.len() as f64 && count > 1.0 {
        for s in moments.scatter.iter_mut().flatten() {
            *s *= count / (count - 1.0);
        }
    }
    moments
}
