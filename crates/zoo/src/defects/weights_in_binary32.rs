//! Rounds observation weights to single precision.
//!
//! Seven digits of everything that is weighted.
//!
//! Seen in pomegranate e916273, GeneralMixtureModel.summarize.

use crate::prelude::*;

pub const DEFECT: Defect = Defect {
    name: "weights-in-binary32",
    layer: Layer::Weights,
    seen_in: "pomegranate e916273, GeneralMixtureModel.summarize",
    steps: Steps { observation_weights: rounded, ..HEALTHY },
};

fn rounded(weights: &[f64]) -> Result<Row> {
    input::observation_weights(weights)?;
    Ok(weights.iter().map(|weight| f64::from(*weight as f32)).collect())
}
