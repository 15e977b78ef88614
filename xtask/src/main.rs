//! `cargo xtask`: the commands of the project. This file knows which there are; each is one file.

mod adapter;
mod arguments;
mod case;
mod cases;
mod certify;
mod contestant;
mod failure;
mod files;
mod props;
mod schema;
mod verify;
mod write_cases;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// The commands of the EM reference suite.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Judge an EM implementation by the certified values; without --adapter, the reference
    Verify(verify::Arguments),
    /// Try the laws of EM on random cases; without --adapter, on the reference
    Props(props::Arguments),
    /// Look at one case
    #[command(subcommand)]
    Case(case::Command),
    /// Serve the reference implementation over the adapter protocol, on standard input and output
    Adapter,
    /// Write the JSON Schemas of all formats to golden/schemas
    Schema(schema::Arguments),
    /// Write the case files from the code that authors them to golden/cases
    Cases(write_cases::Arguments),
    /// Prove certified values (builds GMP and MPFR); all arguments go to the certifier
    Certify(certify::Arguments),
}

fn main() -> ExitCode {
    let result = match Cli::parse().command {
        Command::Verify(arguments) => verify::run(&arguments),
        Command::Props(arguments) => props::run(&arguments),
        Command::Case(command) => case::run(&command),
        Command::Adapter => adapter::run(),
        Command::Schema(arguments) => schema::run(&arguments),
        Command::Cases(arguments) => write_cases::run(&arguments),
        Command::Certify(arguments) => certify::run(&arguments),
    };
    result.unwrap_or_else(failure::Failure::show)
}
