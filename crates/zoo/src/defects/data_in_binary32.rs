//! Rounds the observations to single precision, because the clustering that starts the fit wants it.
//!
//! The fit is that of other data: covariances are off by 7e-5 at an offset of 1e4 and by 7e-2 at 1e7.
//!
//! Seen in OpenCV 4.14.0, ml::EM trainEM.

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "data-in-binary32",
    layer: Layer::Precision,
    seen_in: "OpenCV 4.14.0, ml::EM trainEM",
    steps: Steps { finite: rounded, ..HEALTHY },
};

fn rounded(value: f64, name: &str) -> Result<f64> {
    input::finite(value, name).map(|value| f64::from(value as f32))
}
