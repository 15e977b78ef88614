//! `cargo xtask bench record`: measures, and adds what was measured to the history.

use std::process::ExitCode;

use clap::Args;

use super::run as measuring;
use crate::failure::Result;

/// The arguments of `bench record`.
#[derive(Args)]
pub struct Arguments {
    #[command(flatten)]
    run: measuring::Arguments,
}

/// Measures, reports and records.
pub fn run(arguments: &Arguments) -> Result<ExitCode> {
    measuring::run_and(&arguments.run, true)
}
