//! Keeps responsibilities in single precision.
//!
//! Seven digits of every mean and covariance, and of the point at which the fit comes to rest.
//!
//! Seen in ghostflow-ml (f32 throughout).

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "responsibilities-in-binary32",
    layer: Layer::Precision,
    seen_in: "ghostflow-ml (f32 throughout)",
    steps: Steps { responsibilities: rounded, ..HEALTHY },
};

fn rounded(values: &[f64]) -> Row {
    expectation::responsibilities(values).into_iter().map(|r| f64::from(r as f32)).collect()
}
