//! `cargo xtask scoreboard`: judges the reference and every adapter that is set up, keeps each result, and writes the board.

mod contestants;
mod files;
mod hearing;
mod judge;
mod stamp;

use std::{path::PathBuf, process::ExitCode};

use ::scoreboard::{Board, Entry, Golden, Method, Row, Standing, html, markdown};
use clap::Args;
use globset::GlobMatcher;
use suite::{glob::compile, golden::Suite, runner, verdict::SLACK};

use self::{
    contestants::{Contestant, Readiness},
    files::Files,
    judge::Judge,
};
use crate::{
    adapters::registry::Registry,
    arguments::{cores, did_you_mean_one_of, open_suite, workspace},
    failure::{Failure, Result, note},
    signals::Signals,
    verify::print,
};

/// The arguments of `scoreboard`.
#[derive(Args)]
pub struct Arguments {
    /// Judge these alone, by name or glob, whether their results are stale or not; all others keep the results they have
    #[arg(long, value_name = "NAME")]
    only: Vec<String>,
    /// Judge all again, those too whose results are up to date; with --only these alone, which are judged again anyway
    #[arg(long)]
    again: bool,
    /// How many random cases each law is tried on
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..))]
    laws_cases: u32,
    /// The seed of these cases
    #[arg(long, value_name = "S", default_value_t = 0)]
    seed: u64,
    /// Another file to write the HTML report to, beside target/scoreboard/index.html
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    /// How many cases are run at a time [default: the number of cores]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    jobs: Option<u16>,
    /// The directory of the suite [default: golden]
    #[arg(long, value_name = "DIR", hide = true)]
    suite: Option<PathBuf>,
    /// The workspace whose adapters are judged, and where the board is written [default: this one]
    #[arg(long, value_name = "DIR", hide = true)]
    root: Option<PathBuf>,
}

/// Judges whoever is due and writes the board; 0 whatever it says of anybody.
pub fn run(arguments: &Arguments) -> Result<ExitCode> {
    let signals = Signals::catch();
    let suite = open_suite(arguments.suite.as_deref())?;
    let method = Method { slack: SLACK, laws_cases: arguments.laws_cases as usize, seed: arguments.seed };
    let golden = Golden::of(&suite, stamp::of_suite(suite.directory())?);
    let registry = Registry::open(arguments.root.as_deref()).map_err(|error| unusable(&error))?;
    let contestants = contestants::all(&registry, &golden.digest, &method)?;
    let only = chosen(&arguments.only, &contestants)?;
    let files = Files::of(arguments.root.clone().unwrap_or_else(workspace));
    let rows = signals.in_order(|| {
        let judge = judge(arguments, &suite, &method, &files, &signals)?;
        rows(arguments, &contestants, &only, &files, &judge)
    })?;
    let board = Board { golden: &golden, method: &method, rows: &rows };
    let written = files.write_board(&markdown(&board), &html(&board), arguments.html.as_deref())?;
    print(&summary(&board, &written))?;
    Ok(ExitCode::SUCCESS)
}

fn unusable(error: &suite::error::Error) -> Failure {
    Failure::usage(format!("the adapters cannot be used: {error}"))
}

fn judge<'a>(
    arguments: &Arguments,
    suite: &'a Suite,
    method: &'a Method,
    files: &'a Files,
    signals: &'a Signals,
) -> Result<Judge<'a>> {
    let jobs = arguments.jobs.map_or_else(cores, usize::from);
    let prepared = runner::prepare(suite, None, jobs)?;
    Ok(Judge { suite, prepared, method, jobs, files, interrupt: signals.interrupt() })
}

/// The names that `--only` chooses; each of its globs must match one.
fn chosen(only: &[String], contestants: &[Contestant]) -> Result<Vec<GlobMatcher>> {
    let names = || contestants.iter().map(|contestant| contestant.name.as_str());
    let matcher = |glob: &String| {
        let matcher = compile(glob).map_err(|message| Failure::usage(format!("the glob of --only: {message}")))?;
        match names().any(|name| matcher.is_match(name)) {
            true => Ok(matcher),
            false => Err(Failure::usage(format!("there is no implementation `{glob}`")).help(
                did_you_mean_one_of(names(), glob)
                    .unwrap_or_else(|| format!("there are {}", names().collect::<Vec<_>>().join(", "))),
            )),
        }
    };
    only.iter().map(matcher).collect()
}

/// A row of everybody: judged now where that is due, from the kept result where not.
fn rows(
    arguments: &Arguments,
    contestants: &[Contestant],
    only: &[GlobMatcher],
    files: &Files,
    judge: &Judge,
) -> Result<Vec<Row>> {
    let mut rows = Vec::new();
    for contestant in contestants {
        let named = only.iter().any(|glob| glob.is_match(&contestant.name));
        let kept = files.read_entry(&contestant.name);
        let row = match &contestant.readiness {
            Readiness::Ready { stamp } => {
                let current = kept.as_ref().is_some_and(|entry| is_current(entry, stamp));
                match kept {
                    Some(entry) if !named && (!only.is_empty() || current && !arguments.again) => {
                        note(&format!("{}: the result is kept\n", contestant.name));
                        Row { stale: entry.stamp != *stamp, entry }
                    }
                    None if !only.is_empty() && !named => {
                        Row { entry: contestant.entry(never(contestant)), stale: false }
                    }
                    _ => Row { entry: judge.entry(contestant)?, stale: false },
                }
            }
            Readiness::Not(standing) => Row { entry: contestant.entry(standing.clone()), stale: false },
        };
        rows.push(row);
    }
    Ok(rows)
}

/// Whether a result is one, and of what stands there now. That an adapter could not be started may be another matter next time.
fn is_current(entry: &Entry, stamp: &str) -> bool {
    entry.stamp == stamp && entry.judged().is_some()
}

fn never(contestant: &Contestant) -> Standing {
    Standing::NotRun { reason: format!("not judged yet: `cargo xtask scoreboard --only {}`", contestant.name) }
}

/// A line for each, and where the board stands.
fn summary(board: &Board, written: &[PathBuf]) -> String {
    let mut lines: Vec<String> = board.rows.iter().map(|row| line(&row.entry, row.stale)).collect();
    lines.push(String::new());
    lines.extend(written.iter().map(|path| path.display().to_string()));
    lines.join("\n") + "\n"
}

fn line(entry: &Entry, stale: bool) -> String {
    let stale = if stale { " (stale)" } else { "" };
    let said = match entry.judged() {
        None => entry.without_results().unwrap_or_default().lines().next().unwrap_or_default().to_owned(),
        Some(judged) => {
            let tally = ::scoreboard::Tally::of(&judged.golden.cases);
            let laws =
                judged.laws().map_or_else(|| "laws not tried".to_owned(), |laws| format!("laws: {}", laws.line()));
            format!("{} of {} supported cases passed; {laws}", tally.passed, tally.supported())
        }
    };
    format!("{}{stale}: {said}", entry.name)
}
