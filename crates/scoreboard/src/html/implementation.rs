//! All that is to be said of one implementation.

use std::collections::BTreeMap;

use maud::{Markup, html};
use suite::{
    report::{BrokenLaw, CaseReport, LawResult},
    verdict::Outcome,
};

use super::{
    anchor,
    failure::failure,
    matrix::stale,
    text::{counted, first_line, with_code},
};
use crate::{
    board::{Board, Row},
    entry::{Entry, Judged, LawsStanding},
    tally::Tally,
};

/// The section of a row.
pub fn implementation(board: &Board, row: &Row) -> Markup {
    let entry = &row.entry;
    html! {
        section class="impl" id=(anchor(&[&entry.name])) tabindex="-1" {
            h2 { (entry.title) " " span class="dim" { (entry.version()) } (stale(row)) }
            p { (entry.language) @if !entry.about.is_empty() { " · " (entry.about) } }
            @match entry.judged() {
                Some(judged) => (results(board, entry, judged)),
                None => p class="warn" { (with_code(&entry.without_results().unwrap_or_default())) },
            }
            p class="top" { a href="#top" { "Back to the top" } }
        }
    }
}

/// Those that nobody asked anything, in a list.
pub fn not_asked(board: &Board) -> Markup {
    let rows: Vec<&Row> = board.not_asked().collect();
    html! {
        @if !rows.is_empty() {
            section class="impl" {
                h2 id="without-results" { "Without results" }
                ul {
                    @for row in &rows {
                        li { b { (row.entry.title) } " (" (row.entry.language) "): " (with_code(&row.entry.without_results().unwrap_or_default())) }
                    }
                }
            }
        }
    }
}

fn results(board: &Board, entry: &Entry, judged: &Judged) -> Markup {
    let tally = Tally::of(&judged.golden.cases);
    let known = judged.golden.cases.iter().filter(|case| case.known.is_some()).count();
    html! {
        p {
            b { (tally.passed) } " of " (counted(tally.supported(), "supported case", "supported cases")) " passed, "
            (tally.unsupported) " unsupported"
            @if known > 0 { ", " (known) " of the failures known" }
            @if tally.crashed > 0 { ", " (tally.crashed) " crashed" }
            @if tally.timed_out > 0 { ", " (tally.timed_out) " timed out" }
            @if let (Some(median), Some(worst)) = (tally.median_lost(), tally.worst_lost()) {
                ". Digits lost: median " (format!("{median:.1}")) ", at most " (format!("{worst:.1}"))
            }
            "."
        }
        (failures(board, entry, judged))
        (laws(entry, judged))
        (unsupported(judged))
    }
}

/// The failures by place, each place folded.
fn failures(board: &Board, entry: &Entry, judged: &Judged) -> Markup {
    let mut places: BTreeMap<&str, BTreeMap<&str, Vec<&CaseReport>>> = BTreeMap::new();
    for case in judged.golden.cases.iter().filter(|case| case.outcome.is_failure()) {
        let (column, item) = board.golden.cell(case);
        places.entry(column).or_default().entry(item).or_default().push(case);
    }
    html! {
        @if !places.is_empty() {
            h3 { "Failures" }
            p class="dim" { "Run one again: " code { (rerun(entry)) } }
        }
        @for (column, items) in &places {
            div id=(anchor(&[&entry.name, column])) tabindex="-1" {
                @for (item, cases) in items {
                    details id=(anchor(&[&entry.name, column, item])) {
                        summary { (column) " " b { (item) } ": " (board.tally(entry, column, Some(item)).failed()) " of " (board.tally(entry, column, Some(item)).supported()) " failed" }
                        @for case in cases { (failure(board.golden, case, judged.traces.get(&case.id))) }
                    }
                }
            }
        }
    }
}

/// The command that puts one case again.
fn rerun(entry: &Entry) -> String {
    let adapter = entry.adapter.as_ref().map_or_else(String::new, |adapter| format!(" --adapter {adapter}"));
    format!("cargo xtask verify{adapter} --filter CASE")
}

fn laws(entry: &Entry, judged: &Judged) -> Markup {
    html! {
        @match &judged.laws {
            LawsStanding::NotTried { reason } => p { b { "Laws: " } "not tried: " (first_line(reason)) },
            LawsStanding::Tried(laws) => {
                p { b { "Laws: " } (laws.line()) "." }
                @if laws.broken().next().is_some() {
                    details id=(anchor(&[&entry.name, "laws"])) {
                        summary { b { "laws" } ": " (laws.broken().count()) " broken" }
                        @for (law, broken) in laws.broken() { (broken_law(law, broken)) }
                    }
                }
            }
        }
    }
}

fn broken_law(law: &LawResult, broken: &BrokenLaw) -> Markup {
    let case = serde_json::to_string(&broken.case).unwrap_or_default();
    html! {
        article class="fail" {
            h4 { code { (law.law) } }
            p class="dim" { (law.statement) }
            p { (first_line(&broken.message)) }
            @if let Some(others) = broken.also() { p { (others) } }
            p { "The smallest case found, after " (broken.smaller_cases_tried) " smaller ones were tried:" }
            pre tabindex="0" { code { (suite::process::cut(&case, 1500)) } }
            @for command in broken.rerun.iter().take(1) { pre tabindex="0" { code { (command) } } }
        }
    }
}

/// The reasons for `unsupported`, the most frequent first.
fn unsupported(judged: &Judged) -> Markup {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for case in judged.golden.cases.iter().filter(|case| case.outcome == Outcome::Unsupported) {
        *counts.entry(first_line(&case.message)).or_default() += 1;
    }
    let mut reasons: Vec<(String, usize)> = counts.into_iter().collect();
    reasons.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let total: usize = reasons.iter().map(|(_, count)| count).sum();
    html! {
        @if !reasons.is_empty() {
            details {
                summary { b { "unsupported" } ": " (counted(total, "case", "cases")) }
                ul { @for (reason, count) in &reasons { li { (count) " × " (reason) } } }
            }
        }
    }
}
