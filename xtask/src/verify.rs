//! `cargo xtask verify`: judges an implementation by the certified values.

mod hearing;

use std::{
    io::{self, Write},
    path::PathBuf,
    process::ExitCode,
    time::Instant,
};

use clap::{Args, ValueEnum};
use suite::report;

pub use self::hearing::{Hearing, What};
use crate::{
    contestant::{Contestant, Who},
    failure::{Failure, Result},
    props,
    signals::Signals,
};

/// The arguments of `verify`.
#[derive(Args)]
pub struct Arguments {
    #[command(flatten)]
    who: Who,
    #[command(flatten)]
    what: What,
    /// Try the laws on a few random cases as well, as is done with the reference on the whole golden suite
    #[arg(long, conflicts_with = "no_laws")]
    laws: bool,
    /// Try no laws
    #[arg(long)]
    no_laws: bool,
    /// How the report is written
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
    /// A TOML list of cases that are known to fail, each with a reason
    #[arg(long, value_name = "FILE")]
    known_failures: Option<PathBuf>,
}

/// How a report is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For a terminal
    Table,
    /// For programs; its schema is golden/schemas/report.schema.json
    Json,
    /// For the summary of a CI job
    Markdown,
    /// For CI systems
    Junit,
}

/// Runs the cases, prints the report; 0 where all passed, 1 where some failed.
pub fn run(arguments: &Arguments) -> Result<ExitCode> {
    let started = Instant::now();
    let signals = Signals::catch();
    let contestant = Contestant::new(&arguments.who)?;
    let hearing = Hearing::open(&arguments.what)?;
    let known = hearing.known_failures(arguments.known_failures.as_deref())?;
    let mut report = signals.in_order(|| hearing.report(&contestant, &known, signals.interrupt()))?;
    if tries_laws(arguments) {
        let jobs = arguments.what.jobs();
        report.laws = Some(signals.in_order(|| props::short_round(&contestant, jobs, signals.interrupt()))?);
    }
    report.duration_seconds = Some(seconds_since(started));
    print(&match arguments.format {
        Format::Table => report::table(&report),
        Format::Json => report.json(),
        Format::Markdown => report::markdown(&report),
        Format::Junit => report::junit(&report),
    })?;
    Ok(if report.passed() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Laws are tried where that is asked for, and on the reference where all of the golden suite is.
fn tries_laws(arguments: &Arguments) -> bool {
    let Arguments { who, what, laws, no_laws, .. } = arguments;
    *laws || !no_laws && who.adapter.is_none() && what.suite.is_none() && what.filter.is_none()
}

/// Seconds to the millisecond.
pub fn seconds_since(started: Instant) -> f64 {
    (started.elapsed().as_secs_f64() * 1000.0).round() / 1000.0
}

/// Text on standard output; a reader that has gone is no error.
pub fn print(text: &str) -> Result<()> {
    let mut stdout = io::stdout().lock();
    match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Failure::usage(format!("the report cannot be written: {error}")))
        }
        _ => Ok(()),
    }
}
