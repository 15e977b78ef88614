//! Puts the suite and the laws to one implementation.

use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
};

use ::scoreboard::{Entry, Judged, LawsStanding, Method, Standing, Trace};
use indicatif::{ProgressBar, ProgressStyle};
use props::run::Plan;
use suite::{
    format::Case,
    golden::Suite,
    known_failures::KnownFailures,
    process::Interrupt,
    report::Report,
    runner::{self, Options, Prepared, RunError},
    verdict::Finding,
};

use super::{contestants::Contestant, files::Files, hearing::Hearing};
use crate::failure::{Failure, Result, note};

/// What everybody is judged by.
pub struct Judge<'a> {
    /// The suite.
    pub suite: &'a Suite,
    /// Its cases.
    pub prepared: Vec<Prepared>,
    /// How.
    pub method: &'a Method,
    /// How many implementations work at a time.
    pub jobs: usize,
    /// Where results are kept.
    pub files: &'a Files,
    /// Stops it.
    pub interrupt: &'a Interrupt,
}

type Traces = BTreeMap<String, Trace>;

impl Judge<'_> {
    /// The result of one, which is kept; one that cannot be started has that for a result.
    pub fn entry(&self, contestant: &Contestant) -> Result<Entry> {
        note(&format!("{}: {} cases, then the laws\n", contestant.name, self.prepared.len()));
        let known = self.known_failures(contestant)?;
        let standing = match self.golden(contestant, &known) {
            Ok((golden, traces)) => {
                Standing::Judged(Box::new(Judged { golden, laws: self.laws(contestant)?, traces }.abridged()))
            }
            Err(RunError::Start(error)) if !self.interrupt.raised() => Standing::NotStarted { reason: error.reason },
            Err(other) => return Err(Failure::from(other)),
        };
        let entry = self.files.without_root(&contestant.entry(standing));
        self.files.keep(&entry)?;
        Ok(entry)
    }

    fn known_failures(&self, contestant: &Contestant) -> Result<KnownFailures> {
        let Some(path) = &contestant.known_failures else { return Ok(KnownFailures::default()) };
        KnownFailures::read(path, self.suite.cases.iter().map(Case::name)).map_err(|error| {
            Failure::usage(format!("the known failures of `{}` cannot be used: {error}", contestant.name))
        })
    }

    fn golden(
        &self,
        contestant: &Contestant,
        known: &KnownFailures,
    ) -> std::result::Result<(Report, Traces), RunError> {
        let hearing = Hearing::default();
        let start = || Ok(hearing.of(contestant.judgee.start(self.interrupt)?));
        let options = Options { slack: self.method.slack, jobs: self.jobs, interrupt: self.interrupt.clone() };
        let bar = progress_bar(self.prepared.len());
        let traces = Mutex::new(Traces::new());
        let progress = |prepared: &Prepared, finding: &Finding| {
            bar.set_message(format!("{}  {}", contestant.name, prepared.case.name()));
            bar.inc(1);
            if let Some(trace) = trace(prepared, finding, &hearing) {
                let mut traces = traces.lock().unwrap_or_else(PoisonError::into_inner);
                traces.insert(prepared.case.name().to_owned(), trace);
            }
        };
        let run = runner::run(&self.prepared, &start, &options, &progress);
        bar.finish_and_clear();
        let rerun = |id: &str| shell_words::join(contestant.judgee.again(["cargo", "xtask", "verify", "--filter", id]));
        let report = Report::new(&self.prepared, run?, self.method.slack, known, &rerun);
        Ok((report, traces.into_inner().unwrap_or_else(PoisonError::into_inner)))
    }

    /// The laws; that they cannot be tried is a result too, that somebody stopped is none.
    fn laws(&self, contestant: &Contestant) -> Result<LawsStanding> {
        let plan = Plan { cases: self.method.laws_cases, seed: self.method.seed };
        match crate::props::round(plan, &contestant.judgee, self.jobs, self.interrupt) {
            Ok(laws) => Ok(LawsStanding::Tried(laws)),
            Err(failure) if self.interrupt.raised() => Err(failure),
            Err(failure) => Ok(LawsStanding::NotTried { reason: failure.to_string() }),
        }
    }
}

/// The trace of a case that failed.
fn trace(prepared: &Prepared, finding: &Finding, hearing: &Hearing) -> Option<Trace> {
    let (precision, answer) = hearing.take()?;
    finding.outcome.is_failure().then(|| Trace::of(prepared, &answer, &finding.verdict, precision))?
}

fn progress_bar(cases: usize) -> ProgressBar {
    let style = ProgressStyle::with_template("{bar:30} {pos}/{len}  {wide_msg}").expect("a template");
    ProgressBar::new(cases as u64).with_style(style)
}
