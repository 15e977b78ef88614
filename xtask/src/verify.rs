//! `cargo xtask verify`: judges an implementation by the certified values.

use std::{
    io::{self, Write},
    path::PathBuf,
    process::{self, ExitCode},
    sync::atomic::{AtomicUsize, Ordering},
    time::{Duration, Instant},
};

use clap::{Args, ValueEnum};
use indicatif::{ProgressBar, ProgressStyle};
use suite::{
    format::Case,
    golden::Suite,
    known_failures::KnownFailures,
    process::{Interrupt, Limits},
    report::{self, Report},
    runner::{self, Options, Prepared, RunError},
    verdict::{Finding, SLACK},
};

use crate::{
    arguments::{cores, did_you_mean, digits, open_suite, seconds},
    contestant,
    failure::{Failure, INTERRUPTED, Result},
    props,
};

/// The time limit unless another is given, in seconds.
pub const TIMEOUT: &str = "30";

/// The arguments of `verify`.
#[derive(Args)]
pub struct Arguments {
    /// The command that starts the adapter, for instance "python3 my_em.py"; the reference where absent
    #[arg(long, value_name = "CMD")]
    adapter: Option<String>,
    /// The directory of the suite [default: golden]
    #[arg(long, value_name = "DIR")]
    suite: Option<PathBuf>,
    /// Run only the cases whose id matches, for instance "gaussian/*" or "*tied*"
    #[arg(long, value_name = "GLOB")]
    filter: Option<String>,
    /// How many digits an answer may fall short of the attainable ones
    #[arg(long, value_name = "DIGITS", default_value_t = SLACK, value_parser = digits, allow_negative_numbers = true)]
    slack: f64,
    /// Seconds an adapter has for a case
    #[arg(long, value_name = "S", default_value = TIMEOUT, value_parser = seconds, allow_negative_numbers = true)]
    timeout: Duration,
    /// How many cases are run at a time [default: the number of cores]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    jobs: Option<u16>,
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

#[derive(Clone, Copy, ValueEnum)]
enum Format {
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
    let suite = open_suite(arguments.suite.as_deref())?;
    let known = read_known_failures(arguments, &suite)?;
    let jobs = arguments.jobs.map_or_else(cores, usize::from);
    let prepared = runner::prepare(&suite, arguments.filter.as_deref(), jobs)
        .map_err(|error| explained(error, &suite, arguments))?;
    let interrupt = Interrupt::default();
    stop_on_ctrl_c(&interrupt);
    let run = question(arguments, &prepared, jobs, &interrupt)?;
    let mut report = Report::new(&prepared, run, arguments.slack, &known, &|id| rerun(arguments, id));
    if tries_laws(arguments) {
        report.laws = Some(props::short_round(arguments.adapter.as_deref(), arguments.timeout, jobs, &interrupt)?);
    }
    report.duration_seconds = Some((started.elapsed().as_secs_f64() * 1000.0).round() / 1000.0);
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
    let Arguments { adapter, suite, filter, laws, no_laws, .. } = arguments;
    *laws || !no_laws && adapter.is_none() && suite.is_none() && filter.is_none()
}

fn read_known_failures(arguments: &Arguments, suite: &Suite) -> Result<KnownFailures> {
    let Some(path) = &arguments.known_failures else { return Ok(KnownFailures::default()) };
    KnownFailures::read(path, suite.cases.iter().map(Case::name))
        .map_err(|error| Failure::usage(format!("the list of known failures cannot be used: {error}")))
}

/// The failure, with what may mend it: the certifier, or the nearest ids where the filter matches nothing.
fn explained(error: RunError, suite: &Suite, arguments: &Arguments) -> Failure {
    let hint = match (&error, &arguments.filter) {
        (RunError::Suite(error), _) => return Failure::broken_suite(error, arguments.suite.as_deref()),
        (RunError::NoMatch { .. }, Some(filter)) => did_you_mean(suite, filter),
        _ => None,
    };
    match hint {
        Some(hint) => Failure::from(error).help(hint),
        None => Failure::from(error),
    }
}

/// Puts the cases, with a progress bar where standard error is a terminal.
fn question(arguments: &Arguments, prepared: &[Prepared], jobs: usize, interrupt: &Interrupt) -> Result<runner::Run> {
    let limits = Limits::within(arguments.timeout);
    let start = || contestant::start(arguments.adapter.as_deref(), limits, interrupt);
    let options = Options { slack: arguments.slack, jobs, interrupt: interrupt.clone() };
    let bar = progress_bar(prepared.len());
    let failed = AtomicUsize::new(0);
    let progress = |prepared: &Prepared, finding: &Finding| {
        let one = usize::from(finding.outcome.is_failure());
        let failed = failed.fetch_add(one, Ordering::Relaxed) + one;
        bar.set_message(match failed {
            0 => prepared.case.name().to_owned(),
            _ => format!("{failed} failed  {}", prepared.case.name()),
        });
        bar.inc(1);
    };
    let run = runner::run(prepared, &start, &options, &progress);
    bar.finish_and_clear();
    Ok(run?)
}

fn progress_bar(cases: usize) -> ProgressBar {
    let style = ProgressStyle::with_template("{bar:30} {pos}/{len}  {wide_msg}").expect("a template");
    ProgressBar::new(cases as u64).with_style(style)
}

/// The first Ctrl-C stops the run, which takes a moment; the second does not wait for it.
pub fn stop_on_ctrl_c(interrupt: &Interrupt) {
    let interrupt = interrupt.clone();
    let handler = move || {
        if interrupt.raised() {
            process::exit(i32::from(INTERRUPTED));
        }
        interrupt.raise();
    };
    // Without a handler Ctrl-C ends us all the same, and adapters end with their input.
    let _ = ctrlc::set_handler(handler);
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

/// The command that runs one case again as it was run.
fn rerun(arguments: &Arguments, id: &str) -> String {
    let mut words = vec!["cargo".to_owned(), "xtask".to_owned(), "verify".to_owned()];
    let mut option = |name: &str, value: String| words.extend([name.to_owned(), value]);
    option("--filter", id.to_owned());
    if let Some(command) = &arguments.adapter {
        option("--adapter", command.clone());
    }
    if let Some(suite) = &arguments.suite {
        option("--suite", suite.display().to_string());
    }
    if arguments.slack != SLACK {
        option("--slack", arguments.slack.to_string());
    }
    if seconds(TIMEOUT) != Ok(arguments.timeout) {
        option("--timeout", arguments.timeout.as_secs_f64().to_string());
    }
    shell_words::join(words)
}
