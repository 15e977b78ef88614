//! `cargo xtask props`: tries the laws of EM on random cases.

mod document;
mod report;
mod round;
mod write;

use std::{path::PathBuf, process::ExitCode, time::Instant};

use ::props::{Law, laws, run::Plan};
use clap::{Args, ValueEnum};
use suite::{
    glob::compile,
    process::Interrupt,
    report::{Judgee, Laws, LawsReport, laws_table},
};

use self::{report::Rerun, round::Round};
use crate::{
    arguments::{cores, did_you_mean_one_of},
    cases::pretty::pretty,
    contestant::{Contestant, Who},
    failure::{Failure, Result},
    signals::Signals,
    verify::{print, seconds_since},
};

/// The cases of each law in the short round of `verify`.
const SHORT: Plan = Plan { cases: 10, seed: 0 };

/// The arguments of `props`.
#[derive(Args)]
pub struct Arguments {
    #[command(flatten)]
    who: Who,
    /// Try only the laws whose name matches, for instance "elbo-*"
    #[arg(long, value_name = "GLOB")]
    law: Option<String>,
    /// How many random cases each law is tried on
    #[arg(long, value_name = "N", default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..))]
    cases: u32,
    /// The seed of the cases: the same seed is the same cases of a law, whatever else is tried
    #[arg(long, value_name = "S", default_value_t = 0)]
    seed: u64,
    /// How many laws are tried at a time [default: the number of cores]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    jobs: Option<u16>,
    /// The directory where a violation is written, as a suite for `verify --suite` [default: target/props]
    #[arg(long, value_name = "DIR")]
    write: Option<PathBuf>,
    /// How the report is written
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
    /// List the laws and try none
    #[arg(long)]
    list: bool,
    /// Write the list of laws into docs/laws.md and try none
    #[arg(long, conflicts_with = "list")]
    document: bool,
    /// With --document: write nothing; fail where the list is not as it would be written
    #[arg(long, requires = "document")]
    check: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    /// For a terminal
    Table,
    /// For programs; its schema is golden/schemas/laws-report.schema.json
    Json,
}

/// Tries the laws, prints the report; 0 where all hold that could be tried, 1 where one is broken or none could be tried.
pub fn run(arguments: &Arguments) -> Result<ExitCode> {
    if arguments.document {
        return document::run(arguments.check);
    }
    let laws = chosen(arguments.law.as_deref())?;
    if arguments.list {
        print(&document::list(&laws))?;
        return Ok(ExitCode::SUCCESS);
    }
    let report = report(arguments, laws)?;
    print(&match arguments.format {
        Format::Table => laws_table(&report, &|case| pretty(&serde_json::to_value(case).expect("a case is JSON"))),
        Format::Json => report.json(),
    })?;
    Ok(if report.laws.passed() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn report(arguments: &Arguments, laws: Vec<&'static Law>) -> Result<LawsReport> {
    let started = Instant::now();
    let signals = Signals::catch();
    let interrupt = signals.interrupt();
    let plan = Plan { cases: arguments.cases as usize, seed: arguments.seed };
    let jobs = arguments.jobs.map_or_else(cores, usize::from);
    let contestant = Contestant::new(&arguments.who)?;
    let start = || contestant.start(interrupt);
    let round = Round { laws: &laws, plan, jobs, interrupt };
    let (description, trials) = signals.in_order(|| round.run(&start))?;
    let suite = arguments.write.clone().unwrap_or_else(write::default_directory);
    let rerun = Rerun { contestant: &contestant, suite: Some(&suite) };
    let laws = report::laws(plan, &laws, trials, &rerun);
    let mut report = LawsReport::new(Judgee::new(&description), laws);
    report.duration_seconds = Some(seconds_since(started));
    Ok(report)
}

/// A few cases of every law, from a fixed seed.
pub fn short_round(contestant: &Contestant, jobs: usize, interrupt: &Interrupt) -> Result<Laws> {
    round(SHORT, contestant, jobs, interrupt)
}

/// So many cases of every law; violations are not written.
pub fn round(plan: Plan, contestant: &Contestant, jobs: usize, interrupt: &Interrupt) -> Result<Laws> {
    let start = || contestant.start(interrupt);
    let laws: Vec<&Law> = laws::ALL.iter().collect();
    let (_, trials) = Round { laws: &laws, plan, jobs, interrupt }.run(&start)?;
    Ok(report::laws(plan, &laws, trials, &Rerun { contestant, suite: None }))
}

/// The laws whose name matches.
fn chosen(glob: Option<&str>) -> Result<Vec<&'static Law>> {
    let Some(glob) = glob else { return Ok(laws::ALL.iter().collect()) };
    let matcher = compile(glob).map_err(|message| Failure::usage(format!("the glob of --law: {message}")))?;
    let chosen: Vec<&Law> = laws::ALL.iter().filter(|law| matcher.is_match(law.name)).collect();
    if !chosen.is_empty() {
        return Ok(chosen);
    }
    let failure = Failure::usage(format!("`{glob}` matches none of the {} laws", laws::ALL.len()));
    let near = did_you_mean_one_of(laws::ALL.iter().map(|law| law.name), glob);
    Err(failure.help(near.unwrap_or_else(|| "`cargo xtask props --list` lists them".to_owned())))
}
