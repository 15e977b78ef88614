//! The cases of a run, ready to be put to one contestant after another.

use std::{
    path::{Path, PathBuf},
    sync::atomic::{AtomicUsize, Ordering},
};

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use suite::{
    format::Case,
    golden::Suite,
    known_failures::KnownFailures,
    process::Interrupt,
    report::Report,
    runner::{self, Options, Prepared, RunError},
    verdict::{Finding, SLACK},
};

use crate::{
    arguments::{cores, did_you_mean, digits, open_suite},
    contestant::Contestant,
    failure::{Failure, Result},
};

/// The arguments that say what is put, and how.
#[derive(Args)]
pub struct What {
    /// The directory of the suite [default: golden]
    #[arg(long, value_name = "DIR")]
    pub suite: Option<PathBuf>,
    /// Run only the cases whose id matches, for instance "gaussian/*" or "*tied*"
    #[arg(long, value_name = "GLOB")]
    pub filter: Option<String>,
    /// How many digits an answer may fall short of the attainable ones
    #[arg(long, value_name = "DIGITS", default_value_t = SLACK, value_parser = digits, allow_negative_numbers = true)]
    pub slack: f64,
    /// How many cases are run at a time [default: the number of cores]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    jobs: Option<u16>,
}

impl What {
    /// How many cases are run at a time.
    pub fn jobs(&self) -> usize {
        self.jobs.map_or_else(cores, usize::from)
    }
}

/// The cases, read and checked.
pub struct Hearing<'a> {
    what: &'a What,
    suite: Suite,
    prepared: Vec<Prepared>,
}

impl<'a> Hearing<'a> {
    /// Reads what the chosen cases need; a suite that is broken there judges nobody.
    pub fn open(what: &'a What) -> Result<Self> {
        let suite = open_suite(what.suite.as_deref())?;
        let prepared = runner::prepare(&suite, what.filter.as_deref(), what.jobs())
            .map_err(|error| explained(error, &suite, what))?;
        Ok(Self { what, suite, prepared })
    }

    /// Reads a list of known failures, which may name any case of the suite.
    pub fn known_failures(&self, path: Option<&Path>) -> Result<KnownFailures> {
        let Some(path) = path else { return Ok(KnownFailures::default()) };
        KnownFailures::read(path, self.suite.cases.iter().map(Case::name))
            .map_err(|error| Failure::usage(format!("the list of known failures cannot be used: {error}")))
    }

    /// Puts the cases to a contestant, with a progress bar where standard error is a terminal.
    pub fn report(&self, contestant: &Contestant, known: &KnownFailures, interrupt: &Interrupt) -> Result<Report> {
        let start = || contestant.start(interrupt);
        let options = Options { slack: self.what.slack, jobs: self.what.jobs(), interrupt: interrupt.clone() };
        let bar = progress_bar(self.prepared.len());
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
        let run = runner::run(&self.prepared, &start, &options, &progress);
        bar.finish_and_clear();
        Ok(Report::new(&self.prepared, run?, self.what.slack, known, &|id| self.rerun(contestant, id)))
    }

    /// The command that runs one case again as it was run.
    fn rerun(&self, contestant: &Contestant, id: &str) -> String {
        let mut words = contestant.again(["cargo", "xtask", "verify", "--filter", id]);
        let mut option = |name: &str, value: String| words.extend([name.to_owned(), value]);
        if let Some(suite) = &self.what.suite {
            option("--suite", suite.display().to_string());
        }
        if self.what.slack != SLACK {
            option("--slack", self.what.slack.to_string());
        }
        shell_words::join(words)
    }
}

/// The failure, with what may mend it: the certifier, or the nearest ids where the filter matches nothing.
fn explained(error: RunError, suite: &Suite, what: &What) -> Failure {
    let hint = match (&error, &what.filter) {
        (RunError::Suite(error), _) => return Failure::broken_suite(error, what.suite.as_deref()),
        (RunError::NoMatch { .. }, Some(filter)) => did_you_mean(suite, filter),
        _ => None,
    };
    match hint {
        Some(hint) => Failure::from(error).help(hint),
        None => Failure::from(error),
    }
}

fn progress_bar(cases: usize) -> ProgressBar {
    let style = ProgressStyle::with_template("{bar:30} {pos}/{len}  {wide_msg}").expect("a template");
    ProgressBar::new(cases as u64).with_style(style)
}
