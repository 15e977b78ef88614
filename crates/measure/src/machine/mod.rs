//! The machine that is measured on: which one it is, and what its processes take.

pub mod host;
pub mod memory;
