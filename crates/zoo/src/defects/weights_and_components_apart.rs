//! Sorts the mixing weights and leaves the components in their order.
//!
//! The weights belong to other components.
//!
//! Seen in opencv #4692, PR #5346 (the order of eigenvalues after a reload).

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "weights-and-components-apart",
    layer: Layer::Labels,
    seen_in: "opencv #4692, PR #5346 (the order of eigenvalues after a reload)",
    steps: Steps { parameters: weights_sorted, ..HEALTHY },
};

fn weights_sorted(mixture: &Mixture, tied: bool) -> Parameters {
    let mut mixture = mixture.clone();
    mixture.weights.sort_by(|a, b| b.total_cmp(a));
    report::parameters(&mixture, tied)
}
