//! `cargo xtask certify`: builds and starts the certifier, which alone needs GMP and MPFR.

use std::{
    env,
    ffi::OsString,
    process::{Command, ExitCode},
};

use clap::Args;

use crate::{
    arguments::workspace,
    failure::{Failure, Result},
};

/// The arguments of `certify`: the certifier's own.
#[derive(Args)]
#[command(disable_help_flag = true)]
pub struct Arguments {
    /// What the certifier is given
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    arguments: Vec<OsString>,
}

/// Starts the certifier and ends as it does.
pub fn run(arguments: &Arguments) -> Result<ExitCode> {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(cargo)
        .args(["run", "--quiet", "--release", "--package", "certify", "--manifest-path"])
        .arg(workspace().join("Cargo.toml"))
        .arg("--")
        .args(&arguments.arguments)
        .status()
        .map_err(|error| Failure::usage(format!("cargo cannot be started: {error}")))?;
    Ok(status.code().and_then(|code| u8::try_from(code).ok()).map_or(ExitCode::FAILURE, ExitCode::from))
}
