//! What a run says of itself: libFuzzer's figures, the table, the record.

use std::{
    fmt::Write as _,
    fs::OpenOptions,
    io::Write as _,
    process::Command,
    time::{SystemTime, UNIX_EPOCH},
};

use comfy_table::Table;
use suite::process::Interrupt;

use super::{Run, fuzz, unwritable};
use crate::{arguments::workspace, failure::Result};

/// The figures of a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Statistics {
    /// Inputs that were tried.
    pub executions: u64,
    /// Edges of the control flow that were reached.
    pub coverage: u64,
    /// Edges, by how often they were reached.
    pub features: u64,
}

impl Statistics {
    /// Reads the last figures: `#123: cov: 45 ft: 67 corp: ...`.
    pub fn of(said: &str) -> Self {
        let figure = |line: &str, name: &str| {
            let rest = line.split_once(name)?.1;
            rest.split_whitespace().next()?.parse().ok()
        };
        let of_line = |line: &str| {
            let executions = line.strip_prefix('#')?.split([':', '\t', ' ']).next()?.parse().ok()?;
            Some(Self { executions, coverage: figure(line, "cov: ")?, features: figure(line, "ft: ")? })
        };
        said.lines().filter_map(of_line).fold(Self::default(), |most, next| Self {
            executions: most.executions.max(next.executions),
            coverage: most.coverage.max(next.coverage),
            features: most.features.max(next.features),
        })
    }
}

/// The table of the runs, and what was found.
pub fn table(runs: &[Run], interrupt: &Interrupt) -> String {
    let mut table = Table::new();
    table.load_style(comfy_table::presets::NOTHING);
    table.set_header(["target", "seconds", "executions", "exec/s", "edges", "features", "found"]);
    for run in runs {
        let Statistics { executions, coverage, features } = run.statistics;
        let figures =
            [run.seconds, executions, executions / run.seconds.max(1), coverage, features, run.found.len() as u64];
        table.add_row([run.target.name.to_owned()].into_iter().chain(figures.map(|figure| figure.to_string())));
    }
    let mut text = format!("{table}\n");
    for run in runs {
        for finding in &run.found {
            let path = finding.path.strip_prefix(workspace()).unwrap_or(&finding.path).display().to_string();
            writeln!(text, "{}: {}\n    {path}", run.target.name, finding.message.trim())
                .expect("text is written to memory");
        }
    }
    if interrupt.raised() {
        text.push_str("stopped before the end\n");
    }
    text
}

/// Adds the runs to fuzz/record.csv.
pub fn record(runs: &[Run]) -> Result<()> {
    let path = fuzz().join("record.csv");
    let mut file = OpenOptions::new().append(true).open(&path).map_err(|error| unwritable(&path, &error))?;
    let (date, revision) = (date(days_since_1970()), revision());
    for run in runs {
        let figures = [run.seconds, run.statistics.executions, run.found.len() as u64].map(|figure| figure.to_string());
        let line = format!("{date},{revision},{},{}\n", run.target.name, figures.join(","));
        file.write_all(line.as_bytes()).map_err(|error| unwritable(&path, &error))?;
    }
    Ok(())
}

fn revision() -> String {
    let output = Command::new("git").current_dir(workspace()).args(["rev-parse", "--short", "HEAD"]).output();
    let text = output.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned()).unwrap_or_default();
    if text.is_empty() { "unknown".to_owned() } else { text }
}

fn days_since_1970() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs() / 86_400)
}

/// The civil date, in eras of 400 years from 1 March of year 0 (H. Hinnant, "chrono-compatible low-level date algorithms", 2013).
fn date(days: u64) -> String {
    let shifted = days + 719_468;
    let (era, day) = (shifted / 146_097, shifted % 146_097);
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let (day, month) = (day - (153 * month + 2) / 5 + 1, if month < 10 { month + 3 } else { month - 9 });
    format!("{:04}-{month:02}-{day:02}", year + era * 400 + u64::from(month <= 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_figures_are_read() {
        let said = "INFO: x\n#12: cov: 5 ft: 9 corp: 1 exec/s 3\n#40\tDONE   cov: 4 ft: 11 corp: 2/3b\nDone 40 runs\n";
        assert_eq!(Statistics::of(said), Statistics { executions: 40, coverage: 5, features: 11 });
        assert_eq!(Statistics::of("error: no such target"), Statistics::default());
    }

    #[test]
    fn days_are_dates() {
        assert_eq!(
            [date(0), date(19_782), date(19_783), date(20_453)],
            ["1970-01-01", "2024-02-29", "2024-03-01", "2025-12-31"]
        );
    }
}
