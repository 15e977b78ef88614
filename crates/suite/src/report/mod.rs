//! The report on a run, and the ways to write it down.
//!
//! A report is data: the table, the markdown, the JUnit file and the JSON are views of the same value. Its order is that of
//! the case ids, and nothing in it depends on a clock but the duration, which may be left out.

mod case;
mod failure;
mod group;
mod hints;
mod junit;
mod laws;
mod laws_table;
mod markdown;
mod table;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use case::{CaseReport, FailedQuantity};
pub use failure::{failure_lines, stale_lines};
pub use group::Group;
pub use hints::common_hints;
pub use junit::{Entry, junit, junit_of};
pub use laws::{ALSO, BrokenLaw, LawResult, Laws, LawsReport};
pub use laws_table::laws_table;
pub use markdown::markdown;
pub use table::table;

use crate::{
    format::{Description, Precision},
    known_failures::{Known, KnownFailures},
    runner::{Prepared, Run},
    verdict::Outcome,
};

/// The number of the report format.
pub const REPORT_FORMAT: u32 = 1;

/// The report on one run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Report {
    /// The format's number, 1.
    pub format: u32,
    /// Who was judged.
    pub implementation: Judgee,
    /// The digits by which an answer may fall short of the attainable ones.
    pub slack: f64,
    /// Over all cases of the run.
    pub totals: Totals,
    /// By family and operation.
    pub groups: Vec<Group>,
    /// Each case, in the order of the ids.
    pub cases: Vec<CaseReport>,
    /// Known failures that passed: errors of the list.
    pub stale_known_failures: Vec<Stale>,
    /// A short round of laws, where one was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub laws: Option<Laws>,
    /// Wall-clock seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duration_seconds: Option<f64>,
}

/// Who was judged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Judgee {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// Its language.
    pub language: String,
    /// Its precision.
    pub precision: Precision,
}

/// Counts over all cases. The five outcomes add up to `cases`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Totals {
    /// Cases run.
    pub cases: usize,
    /// Outcome `passed`.
    pub passed: usize,
    /// Outcome `failed`.
    pub failed: usize,
    /// Outcome `unsupported`.
    pub unsupported: usize,
    /// Outcome `crashed`.
    pub crashed: usize,
    /// Outcome `timed out`.
    pub timed_out: usize,
    /// Of those that failed, crashed or timed out: how many are known to.
    pub known_failures: usize,
    /// Quantities that the implementation left out of its answers.
    pub quantities_not_reported: usize,
}

/// A known failure that passed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Stale {
    /// The case that passed.
    pub id: String,
    /// The entry that says it fails.
    pub entry: Known,
}

impl Report {
    /// The report on a run of the prepared cases; `rerun` gives the command that runs one case again.
    pub fn new(
        prepared: &[Prepared],
        run: Run,
        slack: f64,
        known: &KnownFailures,
        rerun: &dyn Fn(&str) -> String,
    ) -> Self {
        let cases: Vec<CaseReport> = prepared
            .iter()
            .zip(run.findings)
            .map(|(prepared, finding)| CaseReport::new(&prepared.case, finding, known, rerun))
            .collect();
        Self::of(Judgee::new(&run.description), slack, cases, known)
    }

    fn of(implementation: Judgee, slack: f64, cases: Vec<CaseReport>, known: &KnownFailures) -> Self {
        let passed = cases.iter().filter(|case| case.outcome == Outcome::Passed);
        let stale = |case: &CaseReport| Some(Stale { id: case.id.clone(), entry: known.covering(&case.id)?.clone() });
        Self {
            format: REPORT_FORMAT,
            implementation,
            slack,
            totals: Totals::of(&cases),
            groups: group::groups(&cases),
            stale_known_failures: passed.filter_map(stale).collect(),
            cases,
            laws: None,
            duration_seconds: None,
        }
    }

    /// The cases that make the run red.
    pub fn failures(&self) -> impl Iterator<Item = &CaseReport> {
        self.cases.iter().filter(|case| case.outcome.is_failure() && case.known.is_none())
    }

    /// Whether all is well: something passed, nothing failed that is not known to, no known failure passed, and no law is broken.
    #[must_use]
    pub fn passed(&self) -> bool {
        self.cases_passed() && self.broken_laws() == 0
    }

    fn cases_passed(&self) -> bool {
        let something = self.totals.passed + self.totals.known_failures > 0;
        something && self.failures().next().is_none() && self.stale_known_failures.is_empty()
    }

    fn broken_laws(&self) -> usize {
        self.laws.iter().flat_map(Laws::broken).count()
    }

    /// One sentence: the verdict on the run.
    #[must_use]
    pub fn verdict(&self) -> String {
        match self.broken_laws() {
            0 => self.verdict_on_cases(),
            broken => format!("{}, and {} broken", self.verdict_on_cases(), counted(broken, "law is", "laws are")),
        }
    }

    fn verdict_on_cases(&self) -> String {
        let totals = &self.totals;
        let red = self.failures().count();
        let stale = self.stale_known_failures.len();
        match (self.cases_passed(), red, stale) {
            (true, ..) if totals.known_failures > 0 => "nothing failed that is not known to fail".to_owned(),
            (true, ..) if totals.unsupported > 0 => "everything that is supported passed".to_owned(),
            (true, ..) => "all passed".to_owned(),
            (false, 0, 0) => "nothing was judged: every case is unsupported".to_owned(),
            (false, 0, stale) => format!("{stale} known to fail passed: take them off the list"),
            (false, red, 0) => format!("{red} of {} failed", totals.cases),
            (false, red, stale) => {
                format!("{red} of {} failed, and {stale} known to fail passed", totals.cases)
            }
        }
    }

    /// The report as JSON, with a newline at its end.
    #[must_use]
    pub fn json(&self) -> String {
        format!("{}\n", serde_json::to_string_pretty(self).expect("a report is JSON"))
    }
}

impl Judgee {
    /// Who says this of himself.
    #[must_use]
    pub fn new(description: &Description) -> Self {
        let said = |text: &str| failure::shown(&text.replace(['\n', '\t'], " "));
        Self {
            name: said(&description.name),
            version: said(&description.version),
            language: said(&description.language),
            precision: description.precision,
        }
    }

    /// "scikit-learn 1.7.2 (Python, binary64)".
    #[must_use]
    pub fn title(&self) -> String {
        let precision = match self.precision {
            Precision::Binary64 => "binary64",
            Precision::Binary32 => "binary32",
        };
        let about: Vec<&str> =
            [self.language.as_str(), precision].into_iter().filter(|part| !part.is_empty()).collect();
        let name = [self.name.as_str(), self.version.as_str()].join(" ");
        format!("{} ({})", name.trim(), about.join(", "))
    }
}

impl Totals {
    fn of(cases: &[CaseReport]) -> Self {
        let count = |outcome: Outcome| cases.iter().filter(|case| case.outcome == outcome).count();
        Self {
            cases: cases.len(),
            passed: count(Outcome::Passed),
            failed: count(Outcome::Failed),
            unsupported: count(Outcome::Unsupported),
            crashed: count(Outcome::Crashed),
            timed_out: count(Outcome::TimedOut),
            known_failures: cases.iter().filter(|case| case.known.is_some()).count(),
            quantities_not_reported: cases.iter().map(|case| case.not_reported.len()).sum(),
        }
    }

    /// "112 cases: 100 passed, 12 failed, 0 unsupported, 0 crashed, 0 timed out; 3 quantities not reported".
    #[must_use]
    pub fn line(&self) -> String {
        let known = match self.known_failures {
            0 => String::new(),
            count => format!("; {count} known to fail"),
        };
        format!(
            "{}: {} passed, {} failed, {} unsupported, {} crashed, {} timed out{known}; {} not reported",
            counted(self.cases, "case", "cases"),
            self.passed,
            self.failed,
            self.unsupported,
            self.crashed,
            self.timed_out,
            counted(self.quantities_not_reported, "quantity", "quantities"),
        )
    }
}

/// "1 case", "2 cases".
fn counted(count: usize, one: &str, several: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { several })
}

#[cfg(test)]
mod tests;
