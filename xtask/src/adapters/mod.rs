//! `cargo xtask adapters`: the implementations of the world that can be plugged in, each a folder of `adapters/` with a manifest.

mod check;
mod choice;
pub mod inputs;
mod list;
mod manifest;
pub mod receipt;
pub mod registry;
mod setup;
pub mod state;

use std::{path::PathBuf, process::ExitCode};

use clap::{Args, Subcommand};

use self::registry::Registry;
use crate::failure::{Failure, Result};

/// The arguments of `adapters`.
#[derive(Args)]
pub struct Arguments {
    /// The directory that has adapters/, and target/ for what is set up [default: this workspace]
    #[arg(long, value_name = "DIR", global = true)]
    root: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// List the adapters, and how far each is
    List,
    /// Install what adapters need under target/adapters, and ask each who it is
    Setup(setup::Arguments),
    /// Judge adapters by the golden suite, each with its known failures
    Check(check::Arguments),
}

/// The JSON Schemas of what stands in the folder of an adapter and of what is written about it, each with its file's name.
pub fn schemas() -> [(&'static str, String); 3] {
    [
        ("adapter.schema.json", suite::schema::of::<manifest::Manifest>()),
        ("receipt.schema.json", suite::schema::of::<receipt::Receipt>()),
        ("adapters-report.schema.json", check::schema()),
    ]
}

/// Runs a command on adapters.
pub fn run(arguments: &Arguments) -> Result<ExitCode> {
    let registry = Registry::open(arguments.root.as_deref()).map_err(|error| Failure::usage(error.to_string()))?;
    match &arguments.command {
        Command::List => list::run(&registry),
        Command::Setup(arguments) => setup::run(&registry, arguments),
        Command::Check(arguments) => check::run(&registry, arguments),
    }
}
