//! One failed case.

use maud::{Markup, html};
use suite::{
    report::{CaseReport, FailedQuantity},
    verdict::{Outcome, Shown, certified_17},
};

use super::{chart::charts, hunt_anchor, text::first_line};
use crate::{golden::Golden, trace::Trace};

/// The blocks of a case whose numbers are shown.
const BLOCKS: usize = 3;

/// The card of a case that failed.
pub fn failure(golden: &Golden, case: &CaseReport, trace: Option<&Trace>) -> Markup {
    let title = golden.cases.get(&case.id).map_or("", |info| info.title.as_str());
    html! {
        article class="fail" {
            h4 {
                code { (case.id) }
                @if case.outcome != Outcome::Failed { " " span class="badge" { (case.outcome) } }
                @if case.known.is_some() { " " span class="badge known" { "known" } }
            }
            @if !title.is_empty() { p class="dim" { (title) } }
            @let said = beside_the_numbers(case);
            @if !said.is_empty() { p { (said) } }
            @if let Some(known) = &case.known {
                p { b { "Known: " } (first_line(&known.reason)) @if let Some(issue) = &known.issue { " (" (first_line(issue)) ")" } }
            }
            (numbers(&case.failed_quantities))
            @for hint in &case.hints { p { b { "Hint: " } (first_line(&hint.to_string())) } }
            (kinds(golden, case))
            @if let Some(trace) = trace { (charts(trace)) }
        }
    }
}

/// What is said of the case but for the numbers of its first block, which stand in the table.
fn beside_the_numbers(case: &CaseReport) -> String {
    let line = case.message.lines().next().unwrap_or_default();
    let numbers = case.failed_quantities.first().and_then(|block| {
        let start = line.find(&format!("{}: {:.1} digits of ", block.quantity, block.digits))?;
        let end = format!("certified {})", certified_17(&block.certified));
        Some((start, start + line[start..].find(&end)? + end.len()))
    });
    match numbers {
        None => first_line(line),
        Some((start, end)) => {
            let parts = [&line[..start], &line[end..]].map(|part| part.trim_matches([';', ' ']));
            // How many more there are stands below the table.
            let said: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty() && !is_a_count(part)).collect();
            first_line(&said.join("; "))
        }
    }
}

/// "and 3 more quantities".
fn is_a_count(part: &str) -> bool {
    part.starts_with("and ") && (part.ends_with(" more quantities") || part.ends_with(" more quantity"))
}

fn numbers(failed: &[FailedQuantity]) -> Markup {
    html! {
        @if !failed.is_empty() {
            div class="scroll" {
                table class="numbers" {
                    thead { tr { th scope="col" { "quantity" } th scope="col" { "digits" } th scope="col" { "reported" } th scope="col" { "certified" } } }
                    tbody { @for block in failed.iter().take(BLOCKS) { (row(block)) } }
                }
            }
            @match failed.len().saturating_sub(BLOCKS) {
                0 => {}
                1 => p class="dim" { "and 1 more quantity" },
                more => p class="dim" { "and " (more) " more quantities" },
            }
        }
    }
}

fn row(block: &FailedQuantity) -> Markup {
    let entry = block.worst_entry.strip_prefix(&block.place).unwrap_or_default();
    let share = if block.attainable > 0.0 { 100.0 * block.digits / block.attainable } else { 100.0 };
    html! {
        tr {
            th scope="row" { (block.quantity) @if !entry.is_empty() { " " span class="dim" { (entry) } } }
            td { (format!("{:.1} of {:.1}", block.digits, block.attainable)) span class="bar" style=(format!("--w:{:.0}%", share.clamp(0.0, 100.0))) {} }
            td { (Shown(block.reported.0)) }
            td { (certified_17(&block.certified)) }
        }
    }
}

/// The kinds of defect that the case is there to expose.
fn kinds(golden: &Golden, case: &CaseReport) -> Markup {
    html! {
        @if !case.hunts.is_empty() {
            ul class="hunts" aria-label="Kinds of defect that this case exposes" {
                @for name in &case.hunts {
                    li {
                        @match golden.hunts.get(name) {
                            Some(hunt) => { a href=(format!("#{}", hunt_anchor(name))) { (name) } ": " (hunt.defect) }
                            None => (name),
                        }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(message: &str) -> String {
        let case = serde_json::json!({"id": "a", "family": "f", "operation": "fit", "hunts": [], "outcome": "failed",
            "message": message, "quantities_judged": 1, "failed_quantities": [{"quantity": "mean of component 0",
            "place": "parameters.components[0].mean", "digits": 1.84, "attainable": 15.6,
            "worst_entry": "parameters.components[0].mean[1]", "reported": 2, "certified": "1.50000000000000000000000000000"}]});
        beside_the_numbers(&serde_json::from_value(case).unwrap())
    }

    #[test]
    fn the_numbers_of_the_table_are_not_said_twice() {
        let numbers = "mean of component 0: 1.8 digits of 15.6 attainable ([1]: reported 2, certified 1.5)";
        assert_eq!(said(numbers), "");
        assert_eq!(said(&format!("{numbers}; and 3 more quantities")), "");
        assert_eq!(said(&format!("it is half; {numbers}; and 1 more quantity\nmore")), "it is half");
        assert_eq!(
            said("weights: expected 3, found 2; and 1 more quantity"),
            "weights: expected 3, found 2; and 1 more quantity"
        );
    }
}
