//! Puts the cases of a suite to an implementation, several at a time, and counts that none is lost.

use std::{
    any::Any,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Mutex, OnceLock,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::Instant,
};

use crate::{
    diagnosis::{self, Hint},
    error::Error,
    expected::Expected,
    format::{Case, Description},
    glob::compile,
    golden::Suite,
    implementation::{Implementation, Response},
    law::Rule,
    process::{Interrupt, StartError},
    verdict::{Finding, Outcome, Settings, conclude},
};

/// Why there is no verdict on a run.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// The suite is at fault.
    #[error("the suite is broken: {0}")]
    Suite(#[from] Error),
    /// The caller is at fault: the filter is no glob.
    #[error("the filter {0}")]
    Filter(String),
    /// The caller is at fault: there is nothing to run.
    #[error("the filter `{filter}` matches none of the {cases} cases")]
    NoMatch {
        /// The filter.
        filter: String,
        /// How many cases the suite has.
        cases: usize,
    },
    /// The implementation could not be started.
    #[error(transparent)]
    Start(#[from] StartError),
    /// The run was stopped from outside.
    #[error("stopped after {done} of {total} cases; there is no verdict")]
    Interrupted {
        /// Cases that were judged.
        done: usize,
        /// Cases of the run.
        total: usize,
    },
    /// We are at fault.
    #[error("{total} cases were to be run, but {done} have an outcome; there is no verdict")]
    Lost {
        /// Cases that have an outcome.
        done: usize,
        /// Cases of the run.
        total: usize,
    },
}

/// A case ready to be put and judged.
#[derive(Debug)]
pub struct Prepared {
    /// As it stands in its file.
    pub case: Case,
    /// As an implementation receives it.
    pub resolved: Case,
    /// What is expected; `None` where the input must be rejected, or a law alone judges.
    pub expected: Option<Expected>,
    /// The law that judges it, in place of certified values or beside them.
    pub law: Option<Rule>,
}

/// Makes an implementation; called once for each thread.
pub type Start<'a> = dyn Fn() -> Result<Box<dyn Implementation>, StartError> + Sync + 'a;

/// How a run is made.
#[derive(Clone, Debug)]
pub struct Options {
    /// The digits of slack.
    pub slack: f64,
    /// How many implementations work at a time.
    pub jobs: usize,
    /// Stops the run.
    pub interrupt: Interrupt,
}

/// The findings of a run, in the order of the prepared cases.
#[derive(Debug)]
pub struct Run {
    /// Who was questioned.
    pub description: Description,
    /// One finding a case.
    pub findings: Vec<Finding>,
}

/// Reads everything the chosen cases need, strictly and before anybody is questioned: a suite that is broken anywhere in the
/// chosen part, or that has certified values or laws of no case, judges nobody.
///
/// # Errors
/// The first fault of the suite, or a filter that matches nothing.
pub fn prepare(suite: &Suite, filter: Option<&str>, jobs: usize) -> Result<Vec<Prepared>, RunError> {
    let chosen = choose(suite, filter)?;
    for (files, what) in [(suite.orphans()?, "certified values"), (suite.orphaned_laws()?, "a law")] {
        if let Some(path) = files.first() {
            let message = format!("{what} of no case: there is no file of that name in cases/");
            return Err(Error::broken(path, 0, "", message).into());
        }
    }
    let next = AtomicUsize::new(0);
    let prepared = Mutex::new(Vec::with_capacity(chosen.len()));
    thread::scope(|scope| {
        for _ in 0..jobs.clamp(1, chosen.len()) {
            scope.spawn(|| {
                while let Some(case) = chosen.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let result = prepare_one(suite, case);
                    prepared.lock().expect("no preparation panics").push((case.name(), result));
                }
            });
        }
    });
    let mut prepared = prepared.into_inner().expect("no preparation panics");
    prepared.sort_by_key(|(id, _)| *id);
    prepared.into_iter().map(|(_, result)| result.map_err(RunError::from)).collect()
}

fn choose<'a>(suite: &'a Suite, filter: Option<&str>) -> Result<Vec<&'a Case>, RunError> {
    let Some(filter) = filter else { return Ok(suite.cases.iter().collect()) };
    let glob = compile(filter).map_err(RunError::Filter)?;
    let chosen: Vec<&Case> = suite.cases.iter().filter(|case| glob.is_match(case.name())).collect();
    if chosen.is_empty() {
        return Err(RunError::NoMatch { filter: filter.to_owned(), cases: suite.cases.len() });
    }
    Ok(chosen)
}

/// Reads what one case needs.
///
/// # Errors
/// When its data, its certified values or its law are not as they should be, or do not belong together.
pub fn prepare_one(suite: &Suite, case: &Case) -> Result<Prepared, Error> {
    let path = suite.certified_path(case.name());
    let resolved = suite.data.resolve(case)?;
    let law = suite.law(case)?;
    let by_law_alone = law.is_some() && !path.exists();
    let certified = if by_law_alone { None } else { suite.certified(case)? };
    let expected = match certified {
        Some(certified) => {
            suite.check_fresh(case, &certified)?;
            Some(Expected::new(&path, certified, &resolved)?)
        }
        None => None,
    };
    Ok(Prepared { case: case.clone(), resolved, expected, law })
}

/// Puts one case and judges the answer: by its law, by its certified values, or by both, of which the worse counts.
///
/// # Errors
/// When the suite does not say what can be attained in the implementation's precision.
pub fn put(prepared: &Prepared, implementation: &mut dyn Implementation, slack: f64) -> Result<Finding, Error> {
    put_with(prepared, implementation, slack, false)
}

/// The same with hints, which take longer than the verdict: what a failed answer is in place of the right one.
///
/// # Errors
/// When the suite does not say what can be attained in the implementation's precision.
pub fn put_and_explain(
    prepared: &Prepared,
    implementation: &mut dyn Implementation,
    slack: f64,
) -> Result<Finding, Error> {
    put_with(prepared, implementation, slack, true)
}

fn put_with(
    prepared: &Prepared,
    implementation: &mut dyn Implementation,
    slack: f64,
    explain: bool,
) -> Result<Finding, Error> {
    let by_law = prepared.law.as_ref().map(|law| {
        let started = Instant::now();
        let finding = law.finding(implementation, &prepared.resolved);
        Finding { seconds: Some(started.elapsed().as_secs_f64()), ..finding }
    });
    let nothing_else_is_expected = prepared.expected.is_none() && prepared.case.expect.is_none();
    Ok(match by_law {
        None => by_values(prepared, implementation, slack, explain)?,
        Some(by_law) if by_law.outcome.is_failure() || nothing_else_is_expected => by_law,
        Some(by_law) => {
            let by_values = by_values(prepared, implementation, slack, explain)?;
            let unsupported = by_law.outcome == Outcome::Unsupported && !by_values.outcome.is_failure();
            let seconds = by_law.seconds.zip(by_values.seconds).map(|(one, other)| one + other);
            Finding { seconds, ..if unsupported { by_law } else { by_values } }
        }
    })
}

fn by_values(
    prepared: &Prepared,
    implementation: &mut dyn Implementation,
    slack: f64,
    explain: bool,
) -> Result<Finding, Error> {
    let precision = implementation.description().precision;
    let started = Instant::now();
    let response = respond(prepared, implementation);
    let seconds = started.elapsed().as_secs_f64();
    let settings = Settings { slack, precision };
    let mut finding = conclude(prepared.expected.as_ref(), &response, settings)?;
    finding.seconds = Some(seconds);
    if explain && finding.outcome.is_failure() {
        finding.hints = implementation.advice();
        finding.hints.extend(diagnosed(prepared, &response, &finding, settings)?);
    }
    Ok(finding)
}

/// What a failed answer is in place of the right one.
fn diagnosed(
    prepared: &Prepared,
    response: &Response,
    finding: &Finding,
    settings: Settings,
) -> Result<Vec<Hint>, Error> {
    match (&prepared.expected, response) {
        (Some(expected), Response::Ok(result)) => {
            diagnosis::hints(expected, &prepared.resolved, result, &finding.verdict, settings)
        }
        _ => Ok(Vec::new()),
    }
}

/// What an implementation says to a case. A panic in process is what the death of a process is.
pub fn respond(prepared: &Prepared, implementation: &mut dyn Implementation) -> Response {
    catch_unwind(AssertUnwindSafe(|| implementation.run(&prepared.resolved)))
        .unwrap_or_else(|panic| Response::Crashed(format!("it panicked: {}", panic_text(panic.as_ref()))))
}

fn panic_text(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("(no message)")
}

/// Puts all prepared cases to implementations of one kind.
///
/// # Errors
/// When an implementation cannot be started, the suite is broken, the run is interrupted or a case got lost.
pub fn run(
    prepared: &[Prepared],
    start: &Start,
    options: &Options,
    progress: &(dyn Fn(&Prepared, &Finding) + Sync),
) -> Result<Run, RunError> {
    let findings = prepared.iter().map(|_| OnceLock::new()).collect();
    let work = Work { prepared, start, options, progress, next: AtomicUsize::new(0), findings };
    let jobs = options.jobs.clamp(1, prepared.len().max(1));
    let ended: Vec<Result<Description, RunError>> = thread::scope(|scope| {
        let workers: Vec<_> = (0..jobs).map(|_| scope.spawn(|| work.share())).collect();
        workers.into_iter().map(|worker| worker.join().expect("a worker does not panic")).collect()
    });
    let findings: Vec<Finding> = work.findings.into_iter().filter_map(OnceLock::into_inner).collect();
    let (done, total) = (findings.len(), prepared.len());
    if options.interrupt.raised() {
        return Err(RunError::Interrupted { done, total });
    }
    let description = ended.into_iter().collect::<Result<Vec<_>, _>>()?.swap_remove(0);
    if done != total {
        return Err(RunError::Lost { done, total });
    }
    Ok(Run { description, findings })
}

/// What the threads of a run share.
struct Work<'a> {
    prepared: &'a [Prepared],
    start: &'a Start<'a>,
    options: &'a Options,
    progress: &'a (dyn Fn(&Prepared, &Finding) + Sync),
    next: AtomicUsize,
    findings: Vec<OnceLock<Finding>>,
}

impl Work<'_> {
    /// One thread's share: cases until there are none left. Any error ends the run for all threads.
    fn share(&self) -> Result<Description, RunError> {
        let result = self.question();
        if result.is_err() {
            self.next.store(self.prepared.len(), Ordering::Relaxed);
        }
        result
    }

    fn question(&self) -> Result<Description, RunError> {
        let mut implementation = (self.start)()?;
        loop {
            let index = self.next.fetch_add(1, Ordering::Relaxed);
            let Some(prepared) = self.prepared.get(index) else { break };
            let finding = put_and_explain(prepared, implementation.as_mut(), self.options.slack)?;
            if self.options.interrupt.raised() {
                break;
            }
            (self.progress)(prepared, &finding);
            self.findings[index].set(finding).expect("each index is handed out once");
        }
        Ok(implementation.description().clone())
    }
}

#[cfg(test)]
mod tests;
