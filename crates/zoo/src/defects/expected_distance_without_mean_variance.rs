//! Leaves `D/κ`, the uncertainty of the mean, out of the expected squared distance.
//!
//! Components with few rows attract too much; the bound may fall.
//!
//! Seen in juliennonin/variational-gaussian-mixture #5 (a bound that decreases).

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "expected-distance-without-mean-variance",
    layer: Layer::Variational,
    seen_in: "juliennonin/variational-gaussian-mixture #5 (a bound that decreases)",
    steps: Steps { mean_variance: none, ..HEALTHY },
};

fn none(_dimension: usize, _precision: f64) -> f64 {
    0.0
}
