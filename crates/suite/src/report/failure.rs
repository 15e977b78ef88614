//! A failure in one line that says what was wrong by how much, and the command that runs the case again.

use super::{BrokenLaw, CaseReport, LawResult, Report};
use crate::process::{cut, printable};

/// The lines of details shown below a failure.
const DETAILS: usize = 10;

/// The lines of one failed case:
///
/// ```text
/// gaussian/faithful-full-k2  gaussian/full: covariance of component 1 after iteration 1: 3.2 digits of 14.9 attainable (...)
///     cargo xtask verify --filter gaussian/faithful-full-k2
/// ```
#[must_use]
pub fn failure_lines(case: &CaseReport) -> Vec<String> {
    let mut lines = vec![headline(case)];
    lines.extend(details(&case.message));
    lines.extend(case.rerun.as_ref().map(|command| format!("    {command}")));
    lines
}

/// The lines of known failures that passed.
pub fn stale_lines(report: &Report) -> impl Iterator<Item = String> {
    report
        .stale_known_failures
        .iter()
        .map(|stale| format!("{}  passed; the entry `{}` ({}) must go", stale.id, stale.entry.id, stale.entry.reason))
}

/// The lines of a broken law, in the same form.
pub(super) fn law_lines((law, broken): (&LawResult, &BrokenLaw)) -> Vec<String> {
    let commands = broken.rerun.iter().map(|command| format!("    {command}"));
    [law.headline(broken)].into_iter().chain(details(&broken.message)).chain(commands).collect()
}

/// What stands below the first line of a message.
pub(super) fn details(message: &str) -> impl Iterator<Item = String> {
    message.lines().skip(1).take(DETAILS).map(|detail| format!("    | {}", shown(detail)))
}

/// The one line.
pub(super) fn headline(case: &CaseReport) -> String {
    format!("{}  {}: {}", case.id, case.family, summary(case))
}

/// What was wrong, the outcome first where it is not plainly `failed`.
pub(super) fn summary(case: &CaseReport) -> String {
    let message = shown(case.message.lines().next().unwrap_or_default());
    match case.outcome {
        crate::verdict::Outcome::Failed => message,
        other => format!("{other}: {message}"),
    }
}

/// Text of an implementation as a report for people shows it.
pub(super) fn shown(text: &str) -> String {
    cut(&printable(text), 300)
}
