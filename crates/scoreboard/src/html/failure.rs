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
            p { (first_line(&case.message)) }
            @if let Some(known) = &case.known {
                p { b { "Known: " } (first_line(&known.reason)) @if let Some(issue) = &known.issue { " (" (first_line(issue)) ")" } }
            }
            (numbers(&case.failed_quantities))
            (kinds(golden, case))
            @if let Some(trace) = trace { (charts(trace)) }
        }
    }
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
