//! The command: writes the certified files that are missing or stale, or checks those that are there.

mod check;
mod job;
mod write;

use std::path::PathBuf;

use clap::Parser;
use globset::{Glob, GlobMatcher};
use indicatif::{ProgressBar, ProgressStyle};
use miette::{IntoDiagnostic, Result, WrapErr};
use rayon::prelude::*;
use suite::{format::Case, golden::Suite};

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
    /// How many cases at once; as many as there are processors where it is absent.
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
    /// Says of every case what came of it.
    #[arg(long, short)]
    pub verbose: bool,
}

/// What came of one case.
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
    let chosen = |case: &&Case| glob.as_ref().is_none_or(|glob| glob.is_match(case.name()));
    let cases: Vec<&Case> = suite.cases.iter().filter(chosen).collect();
    let pool = rayon::ThreadPoolBuilder::new().num_threads(options.jobs.unwrap_or(0)).build().into_diagnostic()?;
    let bar = progress_bar(cases.len());
    let outcomes: Vec<(&str, Result<Outcome, String>)> = pool.install(|| {
        let one = |case: &&'_ Case| {
            let outcome = if options.check {
                check::check(&suite, case, options.share)
            } else {
                write::write(&suite, case, options.force)
            };
            bar.inc(1);
            outcome
        };
        let outcomes: Vec<_> = cases.par_iter().with_max_len(1).map(one).collect();
        cases.iter().map(|case| case.name()).zip(outcomes).collect()
    });
    bar.finish_and_clear();
    let orphans = suite.orphans().into_diagnostic()?;
    let orphans = orphans.iter().map(|path| format!("{}: certified values of no case", path.display()));
    Ok(report(&outcomes, orphans.collect(), options.verbose))
}

fn matcher(glob: &str) -> Result<GlobMatcher> {
    let glob = Glob::new(glob).into_diagnostic().wrap_err_with(|| format!("--filter {glob}"))?;
    Ok(glob.compile_matcher())
}

fn progress_bar(cases: usize) -> ProgressBar {
    let style = ProgressStyle::with_template("{bar:40} {pos}/{len} cases, {elapsed}").expect("a valid template");
    ProgressBar::new(cases as u64).with_style(style)
}

/// Prints counts, then errors; whether there were none.
fn report(outcomes: &[(&str, Result<Outcome, String>)], orphans: Vec<String>, verbose: bool) -> bool {
    let count = |wanted: fn(&Outcome) -> bool| {
        outcomes.iter().filter(|(_, outcome)| outcome.as_ref().is_ok_and(wanted)).count()
    };
    if verbose {
        for (id, outcome) in outcomes {
            match outcome {
                Ok(Outcome::Written(bits)) => println!("{id}: written, {bits} bits"),
                Ok(Outcome::Confirmed(bits)) => println!("{id}: computed anew, {bits} bits"),
                Ok(Outcome::Fresh) => println!("{id}: up to date"),
                Ok(Outcome::Rejected(reason)) => println!("{id}: rejected: {reason}"),
                Err(_) => {}
            }
        }
    }
    let errors: Vec<String> = outcomes
        .iter()
        .filter_map(|(id, outcome)| outcome.as_ref().err().map(|error| format!("{id}: {error}")))
        .chain(orphans)
        .collect();
    println!(
        "{} cases: {} written, {} up to date, {} computed anew, {} rejected as they must be, {} errors",
        outcomes.len(),
        count(|outcome| matches!(outcome, Outcome::Written(_))),
        count(|outcome| *outcome == Outcome::Fresh),
        count(|outcome| matches!(outcome, Outcome::Confirmed(_))),
        count(|outcome| matches!(outcome, Outcome::Rejected(_))),
        errors.len(),
    );
    errors.iter().for_each(|error| eprintln!("error: {error}"));
    errors.is_empty()
}
