//! `cargo xtask adapters`: the implementations of the world that can be plugged in, each a folder of `adapters/` with a manifest.

mod inputs;
mod manifest;
mod receipt;
mod registry;
mod state;

pub use registry::{Adapter, Registry};
pub use state::State;
