//! Leaves the normaliser out of the Dirichlet log density.
//!
//! The log joint is off by a constant: EM is right, comparing priors is not.
//!
//! Seen in mathnet #9 (Dirichlet.DensityLn).

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "dirichlet-not-normalised",
    layer: Layer::Prior,
    seen_in: "mathnet #9 (Dirichlet.DensityLn)",
    steps: Steps { log_dirichlet: kernel, ..HEALTHY },
};

fn kernel(alpha: &[f64], p: &[f64]) -> f64 {
    alpha.iter().zip(p).map(|(alpha, p)| special::x_log_y(alpha - 1.0, *p)).sum()
}
