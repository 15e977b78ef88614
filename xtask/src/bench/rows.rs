//! What was measured, as rows of the history.

use std::{
    path::Path,
    process::Command,
    time::{SystemTime, UNIX_EPOCH},
};

use ::measure::{
    machine::host::Host,
    race::{Lane, Question, ratios},
    record::{Row, metric},
    stats::{CONFIDENCE, Estimate},
};

use crate::date::timestamp;

/// What all rows of a run have in common.
#[derive(Clone, Debug)]
pub struct Stamp {
    time: String,
    revision: String,
    dirty: bool,
    /// The machine.
    pub host: Host,
    threads: usize,
}

impl Stamp {
    /// Now, here, of the sources around a directory.
    pub fn now(sources: &Path, threads: usize) -> Self {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        // The directory of a history need not be there yet.
        let there = sources.ancestors().find(|directory| directory.is_dir()).unwrap_or(Path::new("."));
        let git = |words: &[&str]| said(Command::new("git").arg("-C").arg(there).args(words));
        Self {
            time: timestamp(since.as_secs()),
            revision: git(&["rev-parse", "--short=12", "HEAD"]),
            dirty: !git(&["status", "--porcelain", "--untracked-files=no"]).is_empty(),
            host: Host::here(&said(Command::new("rustc").arg("--version"))),
            threads,
        }
    }

    /// The day, `2026-11-21`.
    pub fn day(&self) -> &str {
        &self.time[..10]
    }

    /// A row of one number; `estimate` where it has an interval.
    pub fn row(&self, benchmark: &str, who: (&str, &str), what: (&str, &str), estimate: Value) -> Row {
        let (value, low, high, samples) = match estimate {
            Value::Median(estimate) => (estimate.value, Some(estimate.low), Some(estimate.high), estimate.samples),
            Value::Count(value) => (value, None, None, 1),
        };
        Row {
            time: self.time.clone(),
            revision: self.revision.clone(),
            dirty: self.dirty,
            host: self.host.hash(),
            benchmark: benchmark.to_owned(),
            implementation: who.0.to_owned(),
            version: who.1.to_owned(),
            threads: self.threads,
            metric: what.0.to_owned(),
            unit: what.1.to_owned(),
            value,
            low,
            high,
            samples,
        }
    }

    /// The rows of a race, whose first lane is the base of the ratios.
    pub fn rows(&self, question: &Question, lanes: &[Lane]) -> Vec<Row> {
        lanes.iter().enumerate().flat_map(|(index, lane)| self.of_lane(question, lane, &lanes[0], index > 0)).collect()
    }

    fn of_lane(&self, question: &Question, lane: &Lane, base: &Lane, is_compared: bool) -> Vec<Row> {
        let Ok(timed) = &lane.outcome else { return Vec::new() };
        let who = (lane.name.as_str(), lane.version.as_str());
        let row = |what, value| self.row(&question.name, who, what, value);
        let median = |samples: &[f64]| Value::Median(Estimate::of(samples, CONFIDENCE));
        let mut rows = vec![row((metric::SECONDS, "s"), median(&timed.samples))];
        if let Some(ratios) = ratios(lane, base).filter(|_| is_compared) {
            rows.push(row((metric::RATIO, "1"), median(&ratios)));
        }
        rows.push(row((metric::DIGITS, "digits"), Value::Count(timed.digits)));
        let peak = timed.peak_memory.map(|bytes| row((metric::PEAK_RSS, "B"), Value::Count(bytes as f64)));
        rows.extend(peak);
        rows
    }
}

/// A number, with an interval or without.
#[derive(Clone, Copy, Debug)]
pub enum Value {
    /// A median of samples.
    Median(Estimate),
    /// Something counted.
    Count(f64),
}

/// What a command prints; nothing where it cannot be run.
fn said(command: &mut Command) -> String {
    let output = command.output().ok().filter(|output| output.status.success());
    output.map_or_else(String::new, |output| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}
