//! What came of trying laws on random cases.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Judgee, REPORT_FORMAT, counted, failure::shown};
use crate::format::Case;

/// The report of `cargo xtask props`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LawsReport {
    /// The format's number, 1.
    pub format: u32,
    /// Who was tried.
    pub implementation: Judgee,
    /// What came of it.
    pub laws: Laws,
    /// Wall-clock seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duration_seconds: Option<f64>,
}

/// So many random cases of each law.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Laws {
    /// The seed: the same seed is the same cases.
    pub seed: u64,
    /// How many cases each law was to be tried on.
    pub cases: usize,
    /// Each law, in the order of the names.
    pub results: Vec<LawResult>,
}

/// What came of one law.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LawResult {
    /// Its permanent name.
    pub law: String,
    /// What it says.
    pub statement: String,
    /// The cases on which it holds.
    pub held: usize,
    /// The cases that the implementation cannot express.
    pub unsupported: usize,
    /// Why the first of them is unsupported.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unsupported_reason: Option<String>,
    /// The cases of which the law says nothing.
    pub not_applicable: usize,
    /// Why it says nothing of the first of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_applicable_reason: Option<String>,
    /// The case that broke it, which ended the trial.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub broken: Option<BrokenLaw>,
}

/// A case that broke a law, the smallest that was found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct BrokenLaw {
    /// Which case of the seed, from 0.
    pub index: usize,
    /// What is wrong, with the numbers; further lines are details.
    pub message: String,
    /// The smallest case that is known to break it.
    pub case: Case,
    /// How many smaller cases were tried.
    pub smaller_cases_tried: usize,
    /// Where the case was written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// The commands that show it again.
    pub rerun: Vec<String>,
}

/// How the line of a message begins that names the other models on which the law is broken.
pub const ALSO: &str = "also broken on";

impl BrokenLaw {
    /// The line of the message that names the other models on which the law is broken, where there are any.
    #[must_use]
    pub fn also(&self) -> Option<&str> {
        self.message.lines().nth(1).filter(|line| line.starts_with(ALSO))
    }
}

impl LawsReport {
    /// The report on an implementation.
    #[must_use]
    pub fn new(implementation: Judgee, laws: Laws) -> Self {
        Self { format: REPORT_FORMAT, implementation, laws, duration_seconds: None }
    }

    /// The report as JSON, with a newline at its end.
    #[must_use]
    pub fn json(&self) -> String {
        format!("{}\n", serde_json::to_string_pretty(self).expect("a report is JSON"))
    }
}

impl Laws {
    /// The laws that are broken, with the case of each.
    pub fn broken(&self) -> impl Iterator<Item = (&LawResult, &BrokenLaw)> {
        self.results.iter().filter_map(|result| Some((result, result.broken.as_ref()?)))
    }

    /// How many laws held on some case and broke on none.
    #[must_use]
    pub fn held(&self) -> usize {
        self.results.iter().filter(|result| result.broken.is_none() && result.held > 0).count()
    }

    /// How many laws could not be tried on any case.
    #[must_use]
    pub fn not_tried(&self) -> usize {
        self.results.iter().filter(|result| !result.tried()).count()
    }

    /// Whether all is well: some law was tried, and none is broken.
    #[must_use]
    pub fn passed(&self) -> bool {
        self.held() > 0 && self.broken().next().is_none()
    }

    /// "34 of 35 held on 100 cases each (seed 0); 1 not tried".
    #[must_use]
    pub fn line(&self) -> String {
        let (held, laws, cases, seed) = (self.held(), self.results.len(), self.cases, self.seed);
        let some = |count: usize, what: &str| if count > 0 { format!("; {count} {what}") } else { String::new() };
        let each = counted(cases, "case", "cases");
        let (broken, not_tried) = (some(self.broken().count(), "broken"), some(self.not_tried(), "not tried"));
        format!("{held} of {laws} held on {each} each (seed {seed}){broken}{not_tried}")
    }
}

impl LawResult {
    /// Whether it held or broke on any case.
    #[must_use]
    pub fn tried(&self) -> bool {
        self.held > 0 || self.broken.is_some()
    }

    /// Why it was not tried; `None` where it was.
    #[must_use]
    pub fn not_tried(&self) -> Option<String> {
        let because = |what: &str, reason: &Option<String>| {
            let reason = reason.as_deref().unwrap_or_default();
            format!("{what}: {}", shown(reason.lines().next().unwrap_or_default()))
        };
        match (self.tried(), self.unsupported) {
            (true, _) => None,
            (false, 0) => Some(because("never applicable", &self.not_applicable_reason)),
            (false, _) => Some(because("unsupported", &self.unsupported_reason)),
        }
    }

    /// "tight-after-e-step: elbo(r) is 2.0 where 1.0 is due: ..." of the case that broke it.
    #[must_use]
    pub fn headline(&self, broken: &BrokenLaw) -> String {
        format!("{}: {}", self.law, shown(broken.message.lines().next().unwrap_or_default()))
    }
}

#[cfg(test)]
mod tests;
