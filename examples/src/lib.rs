//! What the examples share: pictures as SVG, written in one step.

pub mod figure;

pub use figure::{Curve, Figure, Stroke, pictures};
