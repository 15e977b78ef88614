//! What must hold whatever arrives: the bodies of the fuzz targets, as plain functions of bytes.
//!
//! A target panics where its claim is broken, and returns otherwise. `fuzz/` hands them to libFuzzer; the tests of this crate replay the
//! committed corpora and every input that ever broke a claim, with no fuzzer and no special build.

pub mod judges;
pub mod numbers;
pub mod question;
pub mod script;
pub mod seeds;
pub mod sound;
pub mod target;
pub mod truth;

pub use target::{ALL, Target};
