//! `cargo xtask bench run`.

use std::process::ExitCode;

use clap::Args;

use super::Place;
use crate::failure::{Failure, Result};

/// The arguments of `bench run`.
#[derive(Args)]
pub struct Arguments {
    #[command(flatten)]
    place: Place,
}

/// Not written yet.
pub fn run(arguments: &Arguments) -> Result<ExitCode> {
    Err(Failure::usage(format!("not written yet; the history is {}", arguments.place.records().directory().display())))
}
