//! The report as markdown, for the summary of a CI job.

use super::{
    BrokenLaw, CaseReport, LawResult, Report, common_hints,
    failure::{shown, summary},
    group::HEADS,
    hints,
};
use crate::process::{cut, printable};

/// The most bytes of each list. GitHub refuses a summary above 1 MiB, of which these and the table stay well below.
const LIST: usize = 200_000;
/// The longest command that is shown.
const COMMAND: usize = 500;

/// The verdict, the table of families and operations, then what failed, folded.
#[must_use]
pub fn markdown(report: &Report) -> String {
    let mut lines = vec![
        format!("## {}: {}", escaped(&report.implementation.title()), report.verdict()),
        String::new(),
        format!("{}. Slack {} digits.", report.totals.line(), report.slack),
        String::new(),
        row(&HEADS.map(str::to_owned)),
        format!("|---|---|{}", "---:|".repeat(HEADS.len() - 2)),
    ];
    lines.extend(report.groups.iter().map(|group| row(&group.cells())));
    list(&mut lines, "Hints", common_hints(report).iter().map(|hint| format!("- {}", escaped(hint))));
    list(&mut lines, "Failures", failures(report).into_iter().map(failure));
    let known = report.cases.iter().filter_map(|case| Some((case, case.known.as_ref()?)));
    list(&mut lines, "Known failures", known.map(|(case, known)| known_failure(case, &known.reason)));
    let stale = report.stale_known_failures.iter();
    list(
        &mut lines,
        "Known to fail, but passed",
        stale.map(|stale| format!("- {} passed; the entry {} must go", code(&stale.id), code(&stale.entry.id))),
    );
    if let Some(laws) = &report.laws {
        lines.extend([String::new(), format!("Laws: {}.", escaped(&laws.line()))]);
        list(&mut lines, "Broken laws", laws.broken().map(broken_law));
    }
    lines.join("\n") + "\n"
}

/// The failures, the most telling first: easy cases before hard ones, those without a number to compare before those with one, and then by
/// the digits that were lost.
fn failures(report: &Report) -> Vec<&CaseReport> {
    let mut failures: Vec<&CaseReport> = report.failures().collect();
    failures.sort_by(|a, b| {
        let lost = |case: &CaseReport| case.digits_lost.unwrap_or(f64::INFINITY);
        a.level.is_none().cmp(&b.level.is_none()).then(a.level.cmp(&b.level)).then(lost(b).total_cmp(&lost(a)))
    });
    failures
}

/// A folded list with its count, cut where it would be too long for a summary.
fn list(lines: &mut Vec<String>, title: &str, items: impl Iterator<Item = String>) {
    let items: Vec<String> = items.collect();
    if items.is_empty() {
        return;
    }
    let mut bytes = 0;
    let fits = |item: &&String| {
        bytes += item.len() + 1;
        bytes <= LIST
    };
    let shown: Vec<String> = items.iter().take_while(fits).cloned().collect();
    let left = items.len() - shown.len();
    lines.extend([String::new(), format!("<details><summary>{title}: {}</summary>", items.len()), String::new()]);
    lines.extend(shown);
    if left > 0 {
        lines.push(format!("- and {left} more, which `--format json` lists"));
    }
    lines.extend([String::new(), "</details>".to_owned()]);
}

fn row(cells: &[String]) -> String {
    let cells: Vec<String> = cells.iter().map(|cell| escaped(cell)).collect();
    format!("| {} |", cells.join(" | "))
}

fn failure(case: &CaseReport) -> String {
    let rerun = case.rerun.as_ref().map_or(String::new(), |command| format!("<br>{}", code(command)));
    let hints: String = hints::lines(case).map(|hint| format!("<br>{}", escaped(&hint))).collect();
    format!("- {} {}: {}{hints}{rerun}", code(&case.id), escaped(&case.family), escaped(&summary(case)))
}

fn known_failure(case: &CaseReport, reason: &str) -> String {
    format!("- {} {} (known: {})", code(&case.id), escaped(&summary(case)), escaped(&shown(reason)))
}

fn broken_law((law, broken): (&LawResult, &BrokenLaw)) -> String {
    let commands = broken.rerun.iter().map(|command| format!("<br>{}", code(command)));
    format!("- {}{}", escaped(&law.headline(broken)), commands.collect::<String>())
}

/// Text as code, in one line.
fn code(text: &str) -> String {
    format!("`{}`", cut(&printable(text), COMMAND).replace('`', "'").replace('\n', " "))
}

/// Text in which nothing is markup.
fn escaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '<' => plain.push_str("&lt;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' => plain.extend(['\\', character]),
            '\n' => plain.push(' '),
            other => plain.push(other),
        }
    }
    plain
}
