//! `adapters check`: the golden suite, put to one adapter after another, each with its known failures.

mod propose;
mod view;

use std::{process::ExitCode, time::Instant};

use clap::Args;
use suite::{process::Interrupt, report::Report};

use super::{
    choice::{Choice, Skipped},
    registry::{Adapter, Registry},
    state::State,
};
use crate::{
    contestant::Contestant,
    failure::Result,
    signals::Signals,
    verify::{Format, Hearing, What, print, seconds_since},
};

/// The arguments of `adapters check`.
#[derive(Args)]
pub struct Arguments {
    #[command(flatten)]
    choice: Choice,
    #[command(flatten)]
    what: What,
    /// How the report is written; json has one report an adapter
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
    /// Write the failures that are not known as a first known-failures.toml, to be explained by hand
    #[arg(long, conflicts_with_all = ["filter", "suite"])]
    propose: bool,
}

/// The JSON Schema of the report.
pub fn schema() -> String {
    suite::schema::of::<view::All>()
}

/// What became of one adapter.
pub struct Checked {
    name: String,
    outcome: Outcome,
}

enum Outcome {
    /// It was judged.
    Judged(Box<Report>),
    /// It should have been, and could not.
    NotJudged(String),
    /// It was passed over.
    Skipped(String),
}

/// Judges one adapter after another; 0 where every failure is known and no known failure passed, 1 otherwise.
pub fn run(registry: &Registry, arguments: &Arguments) -> Result<ExitCode> {
    let chosen = arguments.choice.of(registry)?;
    let signals = Signals::catch();
    let hearing = Hearing::open(&arguments.what)?;
    let mut checked = Vec::new();
    for adapter in &chosen.adapters {
        let outcome = signals.in_order(|| check(adapter, &hearing, arguments, signals.interrupt()))?;
        if let (true, Outcome::Judged(report)) = (arguments.propose, &outcome) {
            propose::write(adapter, report)?;
        }
        checked.push(Checked { name: adapter.name.clone(), outcome });
        if arguments.format == Format::Table {
            print(&view::table(checked.last().expect("one was checked")))?;
        }
    }
    let skipped = chosen.skipped.into_iter();
    let passed_over = skipped.map(|Skipped { name, reason }| Checked { name, outcome: Outcome::Skipped(reason) });
    let passed_over: Vec<Checked> = passed_over.collect();
    if arguments.format == Format::Table {
        passed_over.iter().try_for_each(|checked| print(&view::table(checked)))?;
    }
    checked.extend(passed_over);
    print(&match arguments.format {
        Format::Table => view::last_line(&checked),
        Format::Json => view::json(&checked),
        Format::Markdown => view::markdown(&checked),
        Format::Junit => view::junit(&checked),
    })?;
    Ok(if checked.iter().all(Checked::is_well) { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn check(adapter: &Adapter, hearing: &Hearing, arguments: &Arguments, interrupt: &Interrupt) -> Result<Outcome> {
    let state = adapter.state();
    let contestant = match (Contestant::registered(adapter, None), state) {
        (Ok(contestant), _) => contestant,
        (Err(_), State::NotSetUp) if arguments.choice.takes_what_there_is() => {
            return Ok(Outcome::Skipped(State::NotSetUp.to_string()));
        }
        (Err(failure), _) => return Ok(Outcome::NotJudged(failure.in_full())),
    };
    let known = match hearing.known_failures(adapter.known_failures().as_deref()) {
        Ok(known) => known,
        Err(failure) => return Ok(Outcome::NotJudged(failure.in_full())),
    };
    let started = Instant::now();
    match hearing.report(&contestant, &known, interrupt) {
        Ok(mut report) => {
            report.duration_seconds = Some(seconds_since(started));
            Ok(Outcome::Judged(Box::new(report)))
        }
        // One that cannot be started is no reason to judge no other.
        Err(failure) if failure.is_of_the_adapter() => Ok(Outcome::NotJudged(failure.in_full())),
        Err(failure) => Err(failure),
    }
}

impl Checked {
    fn is_well(&self) -> bool {
        match &self.outcome {
            Outcome::Judged(report) => report.passed(),
            Outcome::NotJudged(_) => false,
            Outcome::Skipped(_) => true,
        }
    }
}
