//! What every row of a run has in common: when, of which sources, on which host.

use std::{path::Path, process::Command, time::SystemTime};

use ::measure::{
    machine::host::Host,
    record::{Records, Row},
};

use crate::{
    date,
    failure::{Failure, Result},
};

/// The time, the revision and the host of a run.
#[derive(Clone, Debug)]
pub struct Stamp {
    time: String,
    revision: String,
    dirty: bool,
    /// What is known of the host.
    pub host: Host,
}

impl Stamp {
    /// Of now, of this machine, and of the sources around a directory of records: whoever keeps a history keeps it beside what it is of.
    pub fn now(records: &Records) -> Result<Self> {
        let directory = records.directory();
        let there = directory.ancestors().find(|place| place.is_dir()).unwrap_or(Path::new("."));
        let revision = said("git", &["rev-parse", "--short=12", "HEAD"], there).ok_or_else(|| {
            Failure::usage(format!("{} is in no repository of git, whose revision a row could name", there.display()))
        })?;
        // What was measured is no part of the sources.
        let but_records = if there == directory { &[":/", ":(exclude)."][..] } else { &[":/"] };
        let status = [&["status", "--porcelain", "--untracked-files=no", "--"], but_records].concat();
        let changes = said("git", &status, there);
        let dirty = changes.is_none_or(|changes| !changes.is_empty());
        Ok(Self { time: time_now(), revision, dirty, host: this_host() })
    }

    /// The same where nothing is kept: without a revision where the sources are in no repository.
    pub fn unkept(records: &Records) -> Self {
        let nowhere = Self { time: time_now(), revision: String::new(), dirty: true, host: this_host() };
        Self::now(records).unwrap_or(nowhere)
    }

    /// The date, `2026-11-21`.
    pub fn day(&self) -> &str {
        &self.time[..10]
    }

    /// A row of one number that needs no samples.
    pub fn count(&self, benchmark: &str, (implementation, version): (&str, &str), metric: &str, value: f64) -> Row {
        Row {
            time: self.time.clone(),
            revision: self.revision.clone(),
            dirty: self.dirty,
            host: self.host.hash(),
            benchmark: benchmark.to_owned(),
            implementation: implementation.to_owned(),
            version: version.to_owned(),
            threads: 1,
            metric: metric.to_owned(),
            unit: unit(metric).to_owned(),
            value,
            low: None,
            high: None,
            samples: 1,
        }
    }
}

/// What is known of this machine.
pub fn this_host() -> Host {
    Host::here(&said("rustc", &["--version"], Path::new(".")).unwrap_or_default())
}

/// The unit of a metric.
fn unit(metric: &str) -> &'static str {
    use ::measure::record::metric as name;
    match metric {
        name::INSTRUCTIONS | name::ALLOCATIONS | name::DENSITY_EVALUATIONS | name::PASSES => "1/iteration",
        name::ALLOCATED_BYTES => "B/iteration",
        name::SECONDS | name::ROOFLINE_SECONDS => "s",
        metric if metric.starts_with(name::ITERATIONS_TO_DIGITS) => "iterations",
        _ => "",
    }
}

/// `2026-11-21T18:40:07Z`.
fn time_now() -> String {
    let seconds = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_secs() % 86_400;
    format!("{}T{:02}:{:02}:{:02}Z", date::today(), seconds / 3600, seconds / 60 % 60, seconds % 60)
}

/// What a program prints, where it succeeds.
fn said(program: &str, arguments: &[&str], directory: &Path) -> Option<String> {
    let output = Command::new(program).args(arguments).current_dir(directory).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}
