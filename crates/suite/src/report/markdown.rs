//! The report as markdown, for the summary of a CI job.

use super::{BrokenLaw, CaseReport, LawResult, Report, common_hints, failure::summary, group::HEADS, hints};

/// The table of families and operations, then each failure, then the totals.
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
    list(&mut lines, "Failures", report.failures().map(failure));
    let known = report.cases.iter().filter_map(|case| Some((case, case.known.as_ref()?)));
    list(
        &mut lines,
        "Known failures",
        known.map(|(case, known)| {
            format!("- `{}` {} (known: {})", case.id, escaped(&summary(case)), escaped(&known.reason))
        }),
    );
    list(
        &mut lines,
        "Known to fail, but passed",
        report
            .stale_known_failures
            .iter()
            .map(|stale| format!("- `{}` passed; the entry `{}` must go", stale.id, stale.entry.id)),
    );
    if let Some(laws) = &report.laws {
        lines.extend([String::new(), format!("Laws: {}.", escaped(&laws.line()))]);
        list(&mut lines, "Broken laws", laws.broken().map(broken_law));
    }
    lines.join("\n") + "\n"
}

fn list(lines: &mut Vec<String>, title: &str, items: impl Iterator<Item = String>) {
    let mut items = items.peekable();
    if items.peek().is_some() {
        lines.extend([String::new(), format!("### {title}"), String::new()]);
        lines.extend(items);
    }
}

fn row(cells: &[String]) -> String {
    let cells: Vec<String> = cells.iter().map(|cell| escaped(cell)).collect();
    format!("| {} |", cells.join(" | "))
}

fn failure(case: &CaseReport) -> String {
    let rerun = case.rerun.as_ref().map_or(String::new(), |command| format!("<br>`{}`", command.replace('`', "'")));
    let hints: String = hints::lines(case).map(|hint| format!("<br>{}", escaped(&hint))).collect();
    format!("- `{}` {}: {}{hints}{rerun}", case.id, escaped(&case.family), escaped(&summary(case)))
}

fn broken_law((law, broken): (&LawResult, &BrokenLaw)) -> String {
    let commands = broken.rerun.iter().map(|command| format!("<br>`{}`", command.replace('`', "'")));
    format!("- {}{}", escaped(&law.headline(broken)), commands.collect::<String>())
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
