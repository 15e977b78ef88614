//! What every row of a run has in common: when, of which sources, on which host.

use std::{path::Path, process::Command, time::SystemTime};

use ::measure::{machine::host::Host, record::Row};

use crate::{
    arguments::workspace,
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
    /// Of now, of the sources of the suite, and of this machine.
    pub fn now() -> Result<Self> {
        let root = workspace();
        let revision = said("git", &["rev-parse", "--short=12", "HEAD"], &root).ok_or_else(|| {
            Failure::usage("the revision of the sources is not known: `git rev-parse HEAD` says none")
        })?;
        // What was measured is no part of the sources.
        let changes = said("git", &["status", "--porcelain", "--", ".", ":!benches/record"], &root);
        let rustc = said("rustc", &["--version"], &root).unwrap_or_default();
        let host = Host::here(&rustc);
        Ok(Self { time: time_now(), revision, dirty: changes.is_none_or(|changes| !changes.is_empty()), host })
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
