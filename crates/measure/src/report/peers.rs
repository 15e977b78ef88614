//! Implementations beside each other: what they take of something, and how many times what the reference takes.

use std::collections::BTreeSet;

use maud::{Markup, html};

use super::{
    history::day,
    number::{bytes, seconds, significant},
    select::{Who, last_host, latest, reference_first},
};
use crate::record::{Row, metric};

/// What is compared.
pub struct Measure {
    /// The part of the page.
    pub anchor: &'static str,
    /// The metric of the rows.
    metric: &'static str,
    /// That of what was measured beside the reference, round by round.
    paired: Option<&'static str>,
    /// How it is written.
    written: fn(f64) -> String,
}

/// Seconds an iteration.
pub const TIME: Measure =
    Measure { anchor: "peers", metric: metric::SECONDS, paired: Some(metric::RATIO), written: seconds };

/// Peak memory of a process.
pub const MEMORY: Measure = Measure { anchor: "memory", metric: metric::PEAK_RSS, paired: None, written: bytes };

/// The table: benchmarks by implementation; nothing where nobody was measured.
pub fn table(benchmarks: &[(&str, Vec<&Row>)], measure: &Measure) -> Option<Markup> {
    let measured: Vec<(&str, &Vec<&Row>, &str)> =
        benchmarks.iter().filter_map(|(name, rows)| Some((*name, rows, last_host(rows, measure.metric)?))).collect();
    let who: BTreeSet<Who> =
        measured.iter().flat_map(|(_, rows, host)| latest(rows, measure.metric, host).into_keys()).collect();
    let mut who: Vec<Who> = who.into_iter().collect();
    who.sort_by_key(|(name, threads)| (*threads, reference_first(name)));
    (!measured.is_empty()).then(|| {
        html! {
            div class="scroll" tabindex="0" role="region" aria-labelledby=(measure.anchor) {
                table class="heat" {
                    thead {
                        tr {
                            th scope="col" { "implementation" }
                            @for (name, ..) in &measured { th scope="col" { (name) } }
                        }
                    }
                    tbody {
                        @for who in &who {
                            tr {
                                th scope="row" { (who.0) span class="dim" { " " (threads(who.1)) } }
                                @for (_, rows, host) in &measured { (cell(rows, host, *who, measure)) }
                            }
                        }
                    }
                }
            }
        }
    })
}

fn threads(count: usize) -> String {
    if count == 1 { "1 thread".to_owned() } else { format!("{count} threads") }
}

fn cell(rows: &[&Row], host: &str, who: Who, measure: &Measure) -> Markup {
    let taken = latest(rows, measure.metric, host);
    let ratios = measure.paired.map(|paired| latest(rows, paired, host)).unwrap_or_default();
    let reference = taken.get(&("reference", who.1)).map(|row| row.value);
    let Some(own) = taken.get(&who) else { return html! { td class="none" { "–" } } };
    let paired = ratios.get(&who).filter(|_| who.0 != "reference");
    let ratio = paired.map(|row| row.value).or_else(|| Some(own.value / reference?));
    let interval = paired.and_then(|row| Some(format!("{}–{}", significant(row.low?), significant(row.high?))));
    html! {
        td class=(grade(ratio)) title=(format!("{} at {}, {}", own.version, own.revision, day(own))) {
            ((measure.written)(own.value))
            @if let (Some(ratio), true) = (ratio, who.0 != "reference") {
                small { "× " (significant(ratio)) @if let Some(interval) = &interval { " (" (interval) ")" } }
            }
        }
    }
}

/// By how many times what the reference takes it is.
fn grade(ratio: Option<f64>) -> &'static str {
    match ratio {
        None => "plain",
        Some(ratio) if ratio < 0.95 => "h5",
        Some(ratio) if ratio < 1.05 => "plain",
        Some(ratio) if ratio < 2.0 => "h3",
        Some(ratio) if ratio < 10.0 => "h2",
        Some(_) => "h1",
    }
}
