//! Makes ten iterations and says nothing.
//!
//! Slow problems are left in the middle.
//!
//! Seen in GaussianMixtures.jl 33540a1, em! (nIter = 10); Intel oneDAL 2ec1ebe5 (maxIterations = 10).

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "ten-iterations-at-most",
    layer: Layer::Stopping,
    seen_in: "GaussianMixtures.jl 33540a1, em! (nIter = 10); Intel oneDAL 2ec1ebe5 (maxIterations = 10)",
    steps: Steps { iterations: ten, ..HEALTHY },
};

fn ten(asked: usize) -> usize {
    asked.min(10)
}
