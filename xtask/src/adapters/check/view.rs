//! What came of `adapters check`, written down.

use schemars::JsonSchema;
use serde::Serialize;
use suite::report::{self, Entry, Report, failure_lines, stale_lines};

use super::{Checked, Outcome};

/// One line an adapter, and the lines of what failed.
pub fn table(checked: &Checked) -> String {
    let name = &checked.name;
    let report = match &checked.outcome {
        Outcome::Judged(report) => report,
        Outcome::NotJudged(why) => return format!("{name}: NOT JUDGED: {why}\n"),
        Outcome::Skipped(why) => return format!("{name}: skipped: {why}\n"),
    };
    let seconds = report.duration_seconds.unwrap_or_default();
    let (title, totals, verdict) = (report.implementation.title(), report.totals.line(), report.verdict());
    let mut lines = vec![format!("{name}: {title}: {totals}: {verdict} ({seconds:.1} s)")];
    let failures = report.failures().flat_map(failure_lines);
    lines.extend(failures.chain(stale_lines(report)).map(|line| format!("    {line}")));
    lines.join("\n") + "\n"
}

/// How many adapters were judged, were not, and were skipped, the latter by name.
pub fn last_line(checked: &[Checked]) -> String {
    let judged: Vec<&Checked> = checked.iter().filter(|one| matches!(one.outcome, Outcome::Judged(_))).collect();
    let well = judged.iter().filter(|one| one.is_well()).count();
    let names = |wanted: fn(&Outcome) -> bool| {
        let names = checked.iter().filter(|one| wanted(&one.outcome)).map(|one| one.name.as_str());
        names.collect::<Vec<_>>().join(", ")
    };
    let mut line = format!("{} judged, {well} as expected", judged.len());
    for (what, names) in [
        ("not judged", names(|outcome| matches!(outcome, Outcome::NotJudged(_)))),
        ("skipped", names(|outcome| matches!(outcome, Outcome::Skipped(_)))),
    ] {
        if !names.is_empty() {
            line.push_str(&format!("; {what}: {names}"));
        }
    }
    line + "\n"
}

/// The report on several adapters.
#[derive(Serialize, JsonSchema)]
pub struct All<'a> {
    /// The format's number, 1.
    format: u32,
    /// Each adapter, in the order of the names; those that were skipped at last.
    adapters: Vec<One<'a>>,
}

/// One adapter, with one of `report`, `not_judged` and `skipped`.
#[derive(Serialize, JsonSchema)]
struct One<'a> {
    /// Its name.
    adapter: &'a str,
    /// The report, where it was judged.
    #[serde(skip_serializing_if = "Option::is_none")]
    report: Option<&'a Report>,
    /// Why it could not be judged.
    #[serde(skip_serializing_if = "Option::is_none")]
    not_judged: Option<&'a str>,
    /// Why it was passed over.
    #[serde(skip_serializing_if = "Option::is_none")]
    skipped: Option<&'a str>,
}

/// The reports, and why the others have none.
pub fn json(checked: &[Checked]) -> String {
    let all = All { format: report::REPORT_FORMAT, adapters: checked.iter().map(one).collect() };
    format!("{}\n", serde_json::to_string_pretty(&all).expect("a report is JSON"))
}

fn one(checked: &Checked) -> One<'_> {
    let none = One { adapter: &checked.name, report: None, not_judged: None, skipped: None };
    match &checked.outcome {
        Outcome::Judged(report) => One { report: Some(report), ..none },
        Outcome::NotJudged(why) => One { not_judged: Some(why), ..none },
        Outcome::Skipped(why) => One { skipped: Some(why), ..none },
    }
}

/// A section an adapter.
pub fn markdown(checked: &[Checked]) -> String {
    let section = |checked: &Checked| match &checked.outcome {
        Outcome::Judged(report) => report::markdown(report),
        Outcome::NotJudged(why) => format!("## {}: not judged\n\n```\n{why}\n```\n", checked.name),
        Outcome::Skipped(why) => format!("## {}: skipped\n\n{why}\n", checked.name),
    };
    checked.iter().map(section).collect::<Vec<_>>().join("\n")
}

/// All in one JUnit file.
pub fn junit(checked: &[Checked]) -> String {
    let entries: Vec<(&str, Entry)> = checked.iter().map(|one| (one.name.as_str(), entry(one))).collect();
    report::junit_of("adapters", &entries)
}

fn entry(checked: &Checked) -> Entry<'_> {
    match &checked.outcome {
        Outcome::Judged(report) => Entry::Report(report),
        Outcome::NotJudged(why) => Entry::Failed(why),
        Outcome::Skipped(why) => Entry::Skipped(why),
    }
}
