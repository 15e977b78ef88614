//! Drops every component with less than 5 % of the mass.
//!
//! Rare classes, often the ones looked for, disappear without a word.
//!
//! Seen in flexmix 2.3-18, minprior = 0.05.

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "small-components-dropped",
    layer: Layer::DegenerateInput,
    seen_in: "flexmix 2.3-18, minprior = 0.05",
    steps: Steps { finish: without_the_small, ..HEALTHY },
};

fn without_the_small(mut mixture: Mixture) -> Mixture {
    let kept: f64 = mixture.weights.iter().filter(|weight| **weight >= 0.05).sum();
    for weight in &mut mixture.weights {
        *weight = if *weight >= 0.05 { *weight / kept } else { 0.0 };
    }
    mixture
}
