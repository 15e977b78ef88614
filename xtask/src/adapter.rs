//! `cargo xtask adapter`: the reference over the adapter protocol, as everybody else's.

use std::{
    io::{self, ErrorKind},
    process::ExitCode,
};

use crate::failure::{Failure, Result};

/// Serves until the input ends.
pub fn run() -> Result<ExitCode> {
    match reference_adapter::serve(io::stdin().lock(), io::stdout().lock()) {
        Ok(()) => Ok(ExitCode::SUCCESS),
        // Whoever asked has gone.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(ExitCode::SUCCESS),
        Err(error) => Err(Failure::usage(format!("the adapter cannot go on: {error}"))),
    }
}
