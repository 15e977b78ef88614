//! Sorts the components by their mixing weight before it returns them.
//!
//! Component 1 after an iteration is not component 1 before it: traces jump, and posteriors do not match parameters.
//!
//! Seen in mixtools 2.0.0, normalmixEM with arbmean = FALSE (sorted by sigma).

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "components-sorted",
    layer: Layer::Labels,
    seen_in: "mixtools 2.0.0, normalmixEM with arbmean = FALSE (sorted by sigma)",
    steps: Steps { parameters: sorted, ..HEALTHY },
};

fn sorted(mixture: &Mixture, tied: bool) -> Parameters {
    let mut order: Vec<usize> = (0..mixture.weights.len()).collect();
    order.sort_by(|a, b| mixture.weights[*b].total_cmp(&mixture.weights[*a]));
    let weights = order.iter().map(|&k| mixture.weights[k]).collect();
    let components = order.iter().map(|&k| mixture.components[k].clone()).collect();
    report::parameters(&Mixture { weights, components }, tied)
}
