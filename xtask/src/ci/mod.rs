//! `cargo xtask ci`: everything that CI checks, by one command, the same at a desk. A step that fails does not stop the others.

mod effort;
mod run;
mod step;
mod steps;
mod summary;
mod tally;

use std::{
    env::{self, consts::EXE_SUFFIX},
    path::PathBuf,
    process::ExitCode,
};

use clap::Args;
use suite::glob::compile;

use self::{
    run::Shift,
    step::Step,
    steps::{BUILD, STEPS},
};
use crate::{
    arguments::{did_you_mean_one_of, workspace},
    failure::{Failure, INTERRUPTED, Result},
    signals::Signals,
    verify::print,
};

/// The arguments of `ci`.
#[derive(Args)]
pub struct Arguments {
    /// Only the steps whose name matches; may be given several times
    #[arg(long, value_name = "STEP")]
    only: Vec<String>,
    /// All but the steps whose name matches; may be given several times
    #[arg(long, value_name = "STEP")]
    skip: Vec<String>,
    /// List the steps and run none
    #[arg(long)]
    list: bool,
    /// A step that lacks a program fails; on by itself where the environment variable CI is set
    #[arg(long)]
    strict: bool,
}

/// The programs that steps are made of.
pub struct Programs {
    /// cargo.
    pub cargo: PathBuf,
    /// This one, by its path: the build may put another in its place.
    pub xtask: PathBuf,
    /// The certifier, where the build puts it.
    pub certifier: PathBuf,
}

impl Programs {
    fn find() -> Result<Self> {
        let xtask = env::current_exe().map_err(|error| Failure::usage(format!("where xtask is: {error}")))?;
        let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| workspace().join("target"), PathBuf::from);
        Ok(Self {
            cargo: env::var_os("CARGO").map_or_else(|| "cargo".into(), PathBuf::from),
            certifier: target.join("release").join(format!("certify{EXE_SUFFIX}")),
            xtask,
        })
    }
}

/// Runs the steps and prints what became of each and what it cost; 0 where none failed, 1 otherwise.
pub fn run(arguments: &Arguments) -> Result<ExitCode> {
    let chosen = choose(arguments)?;
    if arguments.list {
        print(&summary::list(&chosen))?;
        return Ok(ExitCode::SUCCESS);
    }
    let strict = arguments.strict || env::var_os("CI").is_some_and(|value| !value.is_empty() && value != "false");
    let signals = Signals::catch();
    let mut shift = Shift::new(Programs::find()?, strict, signals.interrupt().clone());
    signals.in_order(|| chosen.iter().for_each(|step| shift.take(step)));
    print(&shift.summary(&chosen))?;
    if signals.interrupt().raised() {
        return Ok(ExitCode::from(INTERRUPTED));
    }
    Ok(if shift.succeeded() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The steps that are asked for, in their order, with the build where one of them needs what it makes.
fn choose(arguments: &Arguments) -> Result<Vec<&'static Step>> {
    let only = matches(&arguments.only)?;
    let skip = matches(&arguments.skip)?;
    let mut names: Vec<&str> = match arguments.only.is_empty() {
        true => STEPS.iter().map(|step| step.name).collect(),
        false => only,
    };
    names.retain(|name| !skip.contains(name));
    let chosen = |step: &&Step| names.contains(&step.name);
    let build = STEPS.iter().filter(chosen).any(Step::needs_the_build);
    Ok(STEPS.iter().filter(|step| chosen(step) || (build && step.name == BUILD)).collect())
}

/// The names of the steps that any of these globs matches; each has to match one.
fn matches(globs: &[String]) -> Result<Vec<&'static str>> {
    let mut names = Vec::new();
    for glob in globs {
        let matcher = compile(glob).map_err(|reason| Failure::usage(format!("a step: {reason}")))?;
        let matched: Vec<&str> = STEPS.iter().map(|step| step.name).filter(|name| matcher.is_match(name)).collect();
        if matched.is_empty() {
            let failure = Failure::usage(format!("there is no step `{glob}`; `cargo xtask ci --list` lists them"));
            let near = did_you_mean_one_of(STEPS.iter().map(|step| step.name), glob);
            return Err(near.into_iter().fold(failure, Failure::help));
        }
        names.extend(matched);
    }
    Ok(names)
}

#[cfg(test)]
mod tests;
