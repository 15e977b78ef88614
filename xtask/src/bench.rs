//! `cargo xtask bench`: what implementations cost. This file knows which subcommands there are; each is one file.

mod answers;
mod compare;
mod converge;
mod counts;
mod field;
mod gate;
mod noise;
mod record;
mod report;
mod roofline;
mod rows;
mod run;
mod scaling;
mod show;
mod spent;
mod stamp;
mod subject;
mod timed;

use std::{path::PathBuf, process::ExitCode};

use ::measure::record::{RecordError, Records, Row};
use clap::{Args, Subcommand};

use self::stamp::Stamp;
use crate::{
    arguments::workspace,
    failure::{Failure, Result, note},
};

/// The arguments of `bench`; without a subcommand those of `bench run`.
#[derive(Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    run: run::Arguments,
}

#[derive(Subcommand)]
enum Command {
    /// Measure implementations beside the reference, as without a subcommand
    Run(run::Arguments),
    /// Measure, and add what was measured to the committed history
    Record(record::Arguments),
    /// Say whether one of two is faster: revisions, record files, or implementations run side by side
    Compare(compare::Arguments),
    /// Fail where a count has grown by more than its own history explains
    Gate(gate::Arguments),
    /// Measure the same thing against itself: what this machine can resolve
    Noise(noise::Arguments),
    /// Write the HTML page of the history
    Report(report::Arguments),
    /// Count instructions, allocations, passes and density evaluations of an iteration of each workload
    Counts(counts::Arguments),
    /// Count the iterations, and the time, to so many digits of proved optima
    Converge(converge::Arguments),
    /// Measure how the time of an iteration grows with N, D and K
    Scaling(scaling::Arguments),
    /// Measure what this machine could do at best, for each workload
    Roofline(roofline::Arguments),
    /// Write the answers of the workloads, by which every timing is checked
    Answers(answers::Arguments),
}

/// Where the history stands.
#[derive(Args, Clone)]
pub struct Place {
    /// The directory of the history [default: benches/record]
    #[arg(long, value_name = "DIR")]
    records: Option<PathBuf>,
}

impl Place {
    /// The history.
    pub fn records(&self) -> Records {
        Records::at(self.records.clone().unwrap_or_else(|| workspace().join("benches").join("record")))
    }
}

/// Adds rows to records, with what is known of the host beside them.
fn keep(records: &Records, stamp: &Stamp, rows: &[Row]) -> Result<()> {
    let fault = |error: RecordError| Failure::usage(error.to_string());
    stamp.host.keep(records.directory()).map_err(fault)?;
    let path = records.append(stamp.day(), rows).map_err(fault)?;
    note(&format!("{} rows added to {}\n", rows.len(), path.display()));
    Ok(())
}

/// Does what is asked.
pub fn run(arguments: &Arguments) -> Result<ExitCode> {
    match &arguments.command {
        None => run::run(&arguments.run),
        Some(Command::Run(arguments)) => run::run(arguments),
        Some(Command::Record(arguments)) => record::run(arguments),
        Some(Command::Compare(arguments)) => compare::run(arguments),
        Some(Command::Gate(arguments)) => gate::run(arguments),
        Some(Command::Noise(arguments)) => noise::run(arguments),
        Some(Command::Report(arguments)) => report::run(arguments),
        Some(Command::Counts(arguments)) => counts::run(arguments),
        Some(Command::Converge(arguments)) => converge::run(arguments),
        Some(Command::Scaling(arguments)) => scaling::run(arguments),
        Some(Command::Roofline(arguments)) => roofline::run(arguments),
        Some(Command::Answers(arguments)) => answers::run(arguments),
    }
}
