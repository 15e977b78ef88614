//! A shift: the steps one after the other, whatever becomes of each.

use std::{
    fmt,
    io::{self, BufRead, BufReader, Write},
    process::{ChildStdout, Stdio},
    thread,
};

use suite::process::{Interrupt, Peer};

use super::{
    Programs,
    effort::{Effort, Watch},
    step::{Step, Work},
    summary,
    tally::Tally,
};
use crate::{arguments::workspace, child};

/// What became of a step.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// All its commands succeeded.
    Passed,
    /// These did not, as somebody types them.
    Failed(Vec<String>),
    /// It lacks these, and fails where that is asked for.
    Lacking(Vec<&'static str>),
    /// It was interrupted.
    Stopped,
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Passed => f.write_str("passed"),
            Self::Failed(_) => f.write_str("FAILED"),
            Self::Lacking(what) => write!(f, "not run: no {}", what.join(", ")),
            Self::Stopped => f.write_str("stopped"),
        }
    }
}

/// What was done.
#[derive(Clone, Debug)]
pub struct Done {
    /// The step's name.
    pub name: &'static str,
    /// What became of it.
    pub outcome: Outcome,
    /// What it cost.
    pub effort: Effort,
}

/// Steps that are run.
pub struct Shift {
    programs: Programs,
    strict: bool,
    interrupt: Interrupt,
    done: Vec<Done>,
    tally: Tally,
}

impl Shift {
    /// None yet; one that lacks a program fails where `strict`.
    pub fn new(programs: Programs, strict: bool, interrupt: Interrupt) -> Self {
        Self { programs, strict, interrupt, done: Vec::new(), tally: Tally::default() }
    }

    /// Runs a step, unless the shift was interrupted.
    pub fn take(&mut self, step: &Step) {
        if self.interrupt.raised() {
            return;
        }
        say(&format!("\n== {}: {}\n", step.name, step.about));
        let watch = Watch::start();
        let lacking = step.lacking();
        let outcome = match lacking.is_empty() {
            true => self.commands(step),
            false => Outcome::Lacking(lacking),
        };
        self.done.push(Done { name: step.name, outcome, effort: watch.read() });
    }

    fn commands(&mut self, step: &Step) -> Outcome {
        let mut failed = Vec::new();
        for work in step.commands {
            let succeeded = self.succeeds(*work);
            if self.interrupt.raised() {
                return Outcome::Stopped;
            }
            if !succeeded {
                failed.push(work.typed());
            }
        }
        if failed.is_empty() { Outcome::Passed } else { Outcome::Failed(failed) }
    }

    /// Runs a command, its output going where ours goes.
    fn succeeds(&mut self, work: Work) -> bool {
        say(&format!("$ {}\n", work.typed()));
        let mut command = work.command(&self.programs);
        command.current_dir(workspace()).stdin(Stdio::null()).stdout(Stdio::piped());
        // Snapshots are compared and never written, and benches are only seen to run.
        command.env("INSTA_UPDATE", "no").env("EM_BENCH_SCALE", "100");
        if self.strict {
            // Tests too ask for what they need.
            command.env("CI", "true");
        }
        let mut child = match child::start(&mut command) {
            Ok(child) => child,
            Err(error) => {
                say(&format!("it cannot be started: {error}\n"));
                return false;
            }
        };
        let output = child.stdout.take().expect("piped");
        let reader = thread::spawn(move || pass_on(output));
        let ended = child::wait(&mut child, &self.interrupt, None);
        // What it left behind may hold the pipe open.
        Peer::kill(&mut child);
        let tally = reader.join().unwrap_or_default();
        self.tally.passed += tally.passed;
        self.tally.failed += tally.failed;
        ended.is_ok_and(|status| status.is_some_and(|status| status.success()))
    }

    /// Whether nothing failed; what lacked a program did where that is asked for.
    pub fn succeeded(&self) -> bool {
        self.done.iter().all(|done| match &done.outcome {
            Outcome::Passed => true,
            Outcome::Lacking(_) => !self.strict,
            Outcome::Failed(_) | Outcome::Stopped => false,
        })
    }

    /// The table of what was done, of the steps that were to be.
    pub fn summary(&self, chosen: &[&Step]) -> String {
        summary::summary(chosen, &self.done, self.tally)
    }
}

/// Hands every line on as it comes, and counts the tests.
fn pass_on(output: ChildStdout) -> Tally {
    let mut tally = Tally::default();
    for line in BufReader::new(output).split(b'\n').map_while(Result::ok) {
        let text = String::from_utf8_lossy(&line);
        tally.read(&text);
        say(&format!("{text}\n"));
    }
    tally
}

/// Text on standard output. Where nobody reads it the steps are run all the same, and the exit code stands.
fn say(text: &str) {
    let mut stdout = io::stdout().lock();
    let _ = stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush());
}
