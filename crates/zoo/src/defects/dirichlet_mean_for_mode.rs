//! Takes the posterior mean `(N_k + α_k)/(W + Σα)` of the mixing weights for the mode.
//!
//! Right for no `α` but in the limit; `α = 1`, which should change nothing, does.
//!
//! A common mistake.

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "dirichlet-mean-for-mode",
    layer: Layer::Prior,
    seen_in: "a common mistake",
    steps: Steps { map_weights: mean, ..HEALTHY },
};

fn mean(alpha: &[f64], counts: &[f64], total: f64) -> Result<Row> {
    let all = total + alpha.iter().sum::<f64>();
    Ok(alpha.iter().zip(counts).map(|(alpha, n)| (n + alpha) / all).collect())
}
