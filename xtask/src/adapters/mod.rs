//! `cargo xtask adapters`: the implementations of the world that can be plugged in, each a folder of `adapters/` with a manifest.

pub mod inputs;
mod manifest;
pub mod receipt;
pub mod registry;
pub mod state;
