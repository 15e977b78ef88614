//! Divides by `N_k` also where it is 0.
//!
//! NaN in one component, and one iteration later in all.
//!
//! Seen in StepMix #68; GaussianMixtures.jl #21.

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "empty-component-is-nan",
    layer: Layer::DegenerateInput,
    seen_in: "StepMix #68; GaussianMixtures.jl #21",
    steps: Steps { empty: nothing_by_nothing, ..HEALTHY },
};

fn nothing_by_nothing(_k: usize, previous: Option<&Component>) -> Result<Component> {
    let spoilt = |values: &Row| vec![f64::NAN; values.len()];
    Ok(match previous {
        Some(Component::Gaussian { mean, covariance }) => {
            Component::Gaussian { mean: spoilt(mean), covariance: covariance.clone() }
        }
        Some(Component::Poisson { rate }) => Component::Poisson { rate: spoilt(rate) },
        Some(Component::Categorical { probabilities }) => {
            Component::Categorical { probabilities: probabilities.iter().map(spoilt).collect() }
        }
        None => Component::Poisson { rate: vec![f64::NAN] },
    })
}
