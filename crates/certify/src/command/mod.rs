//! The command: writes the certified files that are missing or stale, or checks those that are there.

mod check;
mod job;
mod write;

use std::{
    io::{self, Write as _},
    path::PathBuf,
};

use clap::Parser;
use globset::{Glob, GlobMatcher};
use indicatif::{ProgressBar, ProgressStyle};
use miette::{IntoDiagnostic, Result, WrapErr};
use rayon::prelude::*;
use suite::golden::Suite;

use job::Job;

/// Writes certified values with proved digits, or checks those that are there.
#[derive(Clone, Debug, Parser)]
#[command(name = "certify", version)]
pub struct Options {
    /// The suite's directory.
    #[arg(long, value_name = "DIR", default_value = "golden")]
    pub suite: PathBuf,
    /// Only cases whose id matches.
    #[arg(long, value_name = "GLOB")]
    pub filter: Option<String>,
    /// Only the values of the theory, not the answers to the cases.
    #[arg(long)]
    pub theory: bool,
    /// How many files at once; as many as there are processors where it is absent.
    #[arg(long, value_name = "N")]
    pub jobs: Option<usize>,
    /// Writes nothing: fails on missing and stale files, and computes a share of them anew.
    #[arg(long)]
    pub check: bool,
    /// The share that `--check` computes anew, from 0 to 1.
    #[arg(long, value_name = "F", default_value_t = 0.25)]
    pub share: f64,
    /// Writes files that are up to date, too.
    #[arg(long, conflicts_with = "check")]
    pub force: bool,
    /// Says of every file what came of it.
    #[arg(long, short)]
    pub verbose: bool,
}

/// What came of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Its file was written, at this precision.
    Written(u32),
    /// Its file was up to date.
    Fresh,
    /// Its file agrees with a new computation, at this precision.
    Confirmed(u32),
    /// It was rejected, as it must be, for this reason.
    Rejected(String),
}

/// Runs the command; whether all went well.
///
/// # Errors
/// When the suite cannot be read or an option makes no sense.
pub fn run(options: &Options) -> Result<bool> {
    let suite = Suite::open(&options.suite).into_diagnostic()?;
    let glob = options.filter.as_deref().map(matcher).transpose()?;
    let all = job::all(&suite);
    let chosen = |job: &&Job<'_>| {
        (job.kind.is_some() || !options.theory) && glob.as_ref().is_none_or(|glob| glob.is_match(job.case.name()))
    };
    let jobs: Vec<&Job<'_>> = all.iter().filter(chosen).collect();
    let anew = check::chosen(&all, options.share);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(options.jobs.unwrap_or(0)).build().into_diagnostic()?;
    let bar = progress_bar(jobs.len());
    let outcomes: Vec<(&Job<'_>, Result<Outcome, String>)> = pool.install(|| {
        let one = |job: &&Job<'_>| {
            let outcome = if options.check {
                check::check(&suite, job, anew.contains(&job.name()))
            } else {
                write::write(&suite, job, options.force)
            };
            bar.inc(1);
            outcome
        };
        let outcomes: Vec<_> = jobs.par_iter().with_max_len(1).map(one).collect();
        jobs.iter().copied().zip(outcomes).collect()
    });
    bar.finish_and_clear();
    let orphans = job::orphans(&suite, &all).into_diagnostic()?;
    let orphans = orphans.iter().map(|path| format!("{}: certified values that no case asks for", path.display()));
    report(&outcomes, orphans.collect(), options.verbose)
}

fn matcher(glob: &str) -> Result<GlobMatcher> {
    let glob = Glob::new(glob).into_diagnostic().wrap_err_with(|| format!("--filter {glob}"))?;
    Ok(glob.compile_matcher())
}

fn progress_bar(files: usize) -> ProgressBar {
    let style = ProgressStyle::with_template("{bar:40} {pos}/{len} files, {elapsed}").expect("a valid template");
    ProgressBar::new(files as u64).with_style(style)
}

/// Prints counts, then errors; whether there were none.
///
/// # Errors
/// When it cannot be written; a reader that has gone is no error.
fn report(outcomes: &[(&Job<'_>, Result<Outcome, String>)], orphans: Vec<String>, verbose: bool) -> Result<bool> {
    let errors: Vec<String> = outcomes
        .iter()
        .filter_map(|(job, outcome)| outcome.as_ref().err().map(|error| format!("{}: {error}", job.name())))
        .chain(orphans)
        .collect();
    let mut lines: Vec<String> = if verbose { outcomes.iter().filter_map(line).collect() } else { Vec::new() };
    lines.push(counts(outcomes, errors.len()));
    let told: String = errors.iter().map(|error| format!("error: {error}\n")).collect();
    // Where nobody can read the errors, the exit status stands.
    let _ = io::stderr().lock().write_all(told.as_bytes());
    let mut stdout = io::stdout().lock();
    match stdout.write_all((lines.join("\n") + "\n").as_bytes()).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(error).into_diagnostic().wrap_err("the report cannot be written")
        }
        _ => Ok(errors.is_empty()),
    }
}

/// What came of one file; nothing where it is an error.
fn line((job, outcome): &(&Job<'_>, Result<Outcome, String>)) -> Option<String> {
    let id = job.name();
    Some(match outcome.as_ref().ok()? {
        Outcome::Written(bits) => format!("{id}: written, {bits} bits"),
        Outcome::Confirmed(bits) => format!("{id}: computed anew, {bits} bits"),
        Outcome::Fresh => format!("{id}: up to date"),
        Outcome::Rejected(reason) => format!("{id}: rejected: {reason}"),
    })
}

fn counts(outcomes: &[(&Job<'_>, Result<Outcome, String>)], errors: usize) -> String {
    let count = |wanted: fn(&Outcome) -> bool| {
        outcomes.iter().filter(|(_, outcome)| outcome.as_ref().is_ok_and(wanted)).count()
    };
    let of_theory = outcomes.iter().filter(|(job, _)| job.kind.is_some()).count();
    format!(
        "{} cases, {of_theory} of the theory: {} written, {} up to date, {} computed anew, {} rejected as they must be, {errors} errors",
        outcomes.len() - of_theory,
        count(|outcome| matches!(outcome, Outcome::Written(_))),
        count(|outcome| *outcome == Outcome::Fresh),
        count(|outcome| matches!(outcome, Outcome::Confirmed(_))),
        count(|outcome| matches!(outcome, Outcome::Rejected(_))),
    )
}
