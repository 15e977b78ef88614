//! `cargo xtask certify`: builds and starts the certifier, which alone needs GMP and MPFR.

use std::{
    env::{self, consts::EXE_SUFFIX},
    ffi::OsString,
    process::{Command, ExitCode},
};

use clap::Args;

use crate::{
    arguments::workspace,
    failure::{Failure, Result},
};

/// What GMP and MPFR are built with, beside cargo.
const TOOLS: [&str; 3] = ["cc", "make", "m4"];

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
    check_tools()?;
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

/// Names the tools that are not on the path, before cargo fails far from the cause.
fn check_tools() -> Result<()> {
    let path = env::var_os("PATH").unwrap_or_default();
    let is_there =
        |tool: &str| env::split_paths(&path).any(|place| place.join(format!("{tool}{EXE_SUFFIX}")).is_file());
    let missing: Vec<&str> = TOOLS.into_iter().filter(|tool| !is_there(tool)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let (tools, missing) = (TOOLS.join(", "), missing.join(", "));
    let message = format!("the certifier needs GMP and MPFR, which are built with {tools}; not found: {missing}");
    Err(Failure::usage(message).help("install them, for instance with `apt-get install gcc make m4`"))
}
