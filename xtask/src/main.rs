//! `cargo xtask`: the commands of the project. This file knows which there are; each is one file.

mod adapter;
mod adapters;
mod arguments;
mod bench;
mod case;
mod cases;
mod certify;
mod child;
mod ci;
mod contestant;
mod date;
mod failure;
mod files;
mod fuzz;
mod mutants;
mod props;
mod schema;
mod scoreboard;
mod signals;
mod verify;
mod write_cases;
mod zoo;

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
    /// Judge the reference and every adapter that is set up, and write SCOREBOARD.md and an HTML report
    Scoreboard(scoreboard::Arguments),
    /// Measure what implementations cost: time beside the reference's, of answers that are right
    Bench(bench::Arguments),
    /// Look at one case
    #[command(subcommand)]
    Case(case::Command),
    /// Serve the reference implementation over the adapter protocol, on standard input and output
    Adapter,
    /// Implementations of the world: list them, set them up, judge them
    Adapters(adapters::Arguments),
    /// Write the JSON Schemas of all formats to golden/schemas
    Schema(schema::Arguments),
    /// Write the case files from the code that authors them to golden/cases
    Cases(write_cases::Arguments),
    /// Put every defect of the zoo to the golden suite and to the laws: which case or law kills which
    Zoo(zoo::Arguments),
    /// Prove certified values (builds GMP and MPFR); all arguments go to the certifier
    Certify(certify::Arguments),
    /// Everything that CI checks, and what each step costs
    Ci(ci::Arguments),
    /// Test the tests: change the code in one place at a time, and list the changes that no test notices
    Mutants(mutants::Arguments),
    /// Fuzz the readers, the referee and the reference (installs cargo-fuzz under target/tools)
    Fuzz(fuzz::Arguments),
}

fn main() -> ExitCode {
    let result = match Cli::parse().command {
        Command::Verify(arguments) => verify::run(&arguments),
        Command::Props(arguments) => props::run(&arguments),
        Command::Scoreboard(arguments) => scoreboard::run(&arguments),
        Command::Bench(arguments) => bench::run(&arguments),
        Command::Case(command) => case::run(&command),
        Command::Adapter => adapter::run(),
        Command::Adapters(arguments) => adapters::run(&arguments),
        Command::Schema(arguments) => schema::run(&arguments),
        Command::Cases(arguments) => write_cases::run(&arguments),
        Command::Zoo(arguments) => zoo::run(&arguments),
        Command::Certify(arguments) => certify::run(&arguments),
        Command::Ci(arguments) => ci::run(&arguments),
        Command::Mutants(arguments) => mutants::run(&arguments),
        Command::Fuzz(arguments) => fuzz::run(&arguments),
    };
    result.unwrap_or_else(failure::Failure::show)
}
