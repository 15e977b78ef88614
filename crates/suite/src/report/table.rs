//! The report for a terminal.

use comfy_table::{CellAlignment, Table, presets::UTF8_FULL_CONDENSED};

use super::{
    Laws, Report,
    failure::{failure_lines, headline, law_lines, shown, stale_lines},
    group::HEADS,
};
use crate::verdict::Outcome;

/// How many reasons for `unsupported` are listed.
const REASONS: usize = 10;

/// The table of families and operations, then each failure, then the totals.
#[must_use]
pub fn table(report: &Report) -> String {
    let mut lines = vec![format!("{}, slack {} digits", report.implementation.title(), report.slack), grid(report)];
    section(&mut lines, "Failures", report.failures().flat_map(failure_lines));
    let known = report.cases.iter().filter_map(|case| Some((case, case.known.as_ref()?)));
    section(
        &mut lines,
        "Known failures",
        known.flat_map(|(case, known)| {
            let issue = known.issue.as_ref().map_or(String::new(), |issue| format!(" ({issue})"));
            [headline(case), format!("    known: {}{issue}", known.reason)]
        }),
    );
    section(&mut lines, "Known to fail, but passed", stale_lines(report));
    section(&mut lines, "Unsupported", unsupported(report).into_iter());
    let laws = report.laws.as_ref();
    section(&mut lines, "Broken laws", laws.into_iter().flat_map(Laws::broken).flat_map(law_lines));
    lines.push(String::new());
    lines.push(report.totals.line());
    lines.extend(laws.map(|laws| format!("laws: {}", laws.line())));
    lines.push(match report.duration_seconds {
        Some(seconds) => format!("{} ({seconds:.1} s)", report.verdict()),
        None => report.verdict(),
    });
    lines.join("\n") + "\n"
}

pub(super) fn section(lines: &mut Vec<String>, title: &str, content: impl Iterator<Item = String>) {
    let mut content = content.peekable();
    if content.peek().is_some() {
        lines.extend([String::new(), format!("{title}:")]);
        lines.extend(content);
    }
}

fn grid(report: &Report) -> String {
    let mut table = Table::new();
    table.load_style(UTF8_FULL_CONDENSED).set_header(HEADS);
    table.add_rows(report.groups.iter().map(super::Group::cells));
    for column in table.column_iter_mut().skip(2) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    table.trim_fmt()
}

/// The reasons for `unsupported` with how many cases gave each, the most frequent first.
fn unsupported(report: &Report) -> Vec<String> {
    let mut reasons: Vec<(&str, usize)> = Vec::new();
    for case in report.cases.iter().filter(|case| case.outcome == Outcome::Unsupported) {
        let reason = case.message.lines().next().unwrap_or_default();
        match reasons.iter_mut().find(|(known, _)| *known == reason) {
            Some((_, count)) => *count += 1,
            None => reasons.push((reason, 1)),
        }
    }
    reasons.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let more = reasons.len().saturating_sub(REASONS);
    let mut lines: Vec<String> =
        reasons.iter().take(REASONS).map(|(reason, count)| format!("{count:>5} x {}", shown(reason))).collect();
    if more > 0 {
        lines.push(format!("      and {more} more reasons"));
    }
    lines
}
