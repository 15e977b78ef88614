//! Hints in the reports for people: each below its failure, and once above all where it explains several.

use super::{CaseReport, Report, counted, failure::shown};
use crate::diagnosis::Hint;

/// A hint that explains several failures is said once for all of them.
const SEVERAL: usize = 2;
/// So many of these are listed.
const MOST: usize = 12;

/// "46 of 52 failures: your log_evidence is the certified one divided by N: ...", the most frequent first.
#[must_use]
pub fn common_hints(report: &Report) -> Vec<String> {
    let failures = report.failures().count();
    let mut counts: Vec<(String, usize)> = Vec::new();
    for hint in report.failures().flat_map(|case| &case.hints) {
        let words = hint.in_general();
        match counts.iter_mut().find(|(known, _)| *known == words) {
            Some((_, count)) => *count += 1,
            None => counts.push((words, 1)),
        }
    }
    counts.retain(|(_, count)| *count >= SEVERAL);
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let line = |(words, count): &(String, usize)| {
        format!("{count} of {}: {}", counted(failures, "failure", "failures"), shown(words))
    };
    counts.iter().take(MOST).map(line).collect()
}

/// The hints of one failure, a line each.
pub(super) fn lines(case: &CaseReport) -> impl Iterator<Item = String> {
    case.hints.iter().map(|hint: &Hint| format!("hint: {}", shown(&hint.to_string())))
}
