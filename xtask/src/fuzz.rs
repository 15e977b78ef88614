//! `cargo xtask fuzz`: the targets of `fuzz/`, each for some seconds, with what was found shrunk and kept.
//!
//! libFuzzer runs on the stable toolchain: coverage comes from LLVM's own pass, and no sanitizer is asked for, since there is no unsafe
//! code of ours to watch. The committed corpus is copied before it grows.

mod finding;
mod output;
mod tool;

use std::{
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
    time::Instant,
};

use clap::Args;
use hostile::{ALL, Target};
use suite::process::Interrupt;

use self::{finding::Finding, output::Statistics, tool::Tool};
use crate::{
    arguments::workspace,
    failure::{Failure, Result},
    signals::Signals,
    verify::print,
};

/// The arguments of `fuzz`.
#[derive(Args)]
pub struct Arguments {
    /// The targets to run [default: all]
    #[arg(value_name = "TARGET", value_parser = target)]
    targets: Vec<&'static Target>,
    /// Seconds for each target
    #[arg(long, value_name = "N", default_value_t = 60, value_parser = clap::value_parser!(u64).range(1..))]
    seconds: u64,
    /// How many processes fuzz a target at a time
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..))]
    jobs: u16,
    /// Write the seeds to fuzz/corpus from the golden suite, and run nothing
    #[arg(long)]
    seeds: bool,
    /// Do not add the run to fuzz/record.csv
    #[arg(long)]
    no_record: bool,
}

fn target(name: &str) -> std::result::Result<&'static Target, String> {
    let names = || ALL.iter().map(|target| target.name).collect::<Vec<_>>().join(", ");
    hostile::target::named(name).ok_or_else(|| format!("the targets are {}", names()))
}

/// One target's run.
pub struct Run {
    target: &'static Target,
    seconds: u64,
    statistics: Statistics,
    found: Vec<Finding>,
}

/// Runs the targets; 0 where nothing was found, 1 where something was.
pub fn run(arguments: &Arguments) -> Result<ExitCode> {
    let targets = if arguments.targets.is_empty() { ALL.iter().collect() } else { arguments.targets.clone() };
    if arguments.seeds {
        return targets.into_iter().try_for_each(write_seeds).map(|()| ExitCode::SUCCESS);
    }
    let signals = Signals::catch();
    let interrupt = signals.interrupt();
    let runs = signals.in_order(|| run_all(targets, arguments, interrupt))?;
    print(&output::table(&runs, interrupt))?;
    if !arguments.no_record {
        output::record(&runs)?;
    }
    let stopped = interrupt.raised();
    Ok(match runs.iter().all(|run| run.found.is_empty()) {
        true if stopped => ExitCode::from(crate::failure::INTERRUPTED),
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    })
}

/// Every target in turn, until a signal.
fn run_all(targets: Vec<&'static Target>, arguments: &Arguments, interrupt: &Interrupt) -> Result<Vec<Run>> {
    let tool = Tool::ready(interrupt)?;
    let mut runs = Vec::new();
    for target in targets {
        if interrupt.raised() {
            break;
        }
        runs.push(run_one(&tool, target, arguments, interrupt)?);
    }
    Ok(runs)
}

fn run_one(tool: &Tool, target: &'static Target, arguments: &Arguments, interrupt: &Interrupt) -> Result<Run> {
    eprintln!("{}: {} s", target.name, arguments.seconds);
    let corpus = grown_corpus(tool, target)?;
    let started = Instant::now();
    let said = tool.fuzz(target.name, &corpus, arguments.seconds, arguments.jobs, interrupt)?;
    let seconds = started.elapsed().as_secs();
    let found = finding::collect(tool, target, &said)?;
    Ok(Run { target, seconds, statistics: Statistics::of(&said), found })
}

/// A copy of the committed inputs, which the run may add to; those of earlier runs stay.
fn grown_corpus(tool: &Tool, target: &Target) -> Result<PathBuf> {
    let corpus = tool.directory().join("corpus").join(target.name);
    create(&corpus)?;
    for kind in ["corpus", "regressions"] {
        let committed = fuzz().join(kind).join(target.name);
        for entry in fs::read_dir(&committed).into_iter().flatten().flatten() {
            let copy = corpus.join(entry.file_name());
            fs::copy(entry.path(), &copy).map_err(|error| unwritable(&copy, &error))?;
        }
    }
    Ok(corpus)
}

/// Replaces the committed corpus by the seeds.
fn write_seeds(target: &Target) -> Result<()> {
    let directory = fuzz().join("corpus").join(target.name);
    if directory.exists() {
        fs::remove_dir_all(&directory).map_err(|error| unwritable(&directory, &error))?;
    }
    create(&directory)?;
    let seeds = (target.seeds)();
    for (name, bytes) in &seeds {
        let path = directory.join(name);
        fs::write(&path, bytes).map_err(|error| unwritable(&path, &error))?;
    }
    eprintln!("{}: {} seeds", target.name, seeds.len());
    Ok(())
}

/// The workspace of the fuzz targets.
fn fuzz() -> PathBuf {
    workspace().join("fuzz")
}

fn create(directory: &Path) -> Result<()> {
    fs::create_dir_all(directory).map_err(|error| unwritable(directory, &error))
}

fn unwritable(path: &Path, error: &std::io::Error) -> Failure {
    Failure::usage(format!("{} cannot be written: {error}", path.display()))
}
