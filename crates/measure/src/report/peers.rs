//! Implementations beside each other: seconds an iteration, and how many times the reference's that is.

use std::collections::BTreeSet;

use maud::{Markup, html};

use super::{
    history::day,
    number::{seconds, significant},
    select::{Who, last_host, latest, reference_first},
};
use crate::record::{Row, metric};

/// The table: benchmarks by implementation; nothing where nobody was timed.
pub fn table(benchmarks: &[(&str, Vec<&Row>)]) -> Option<Markup> {
    let timed: Vec<(&str, &Vec<&Row>, &str)> =
        benchmarks.iter().filter_map(|(name, rows)| Some((*name, rows, last_host(rows, metric::SECONDS)?))).collect();
    let who: BTreeSet<Who> =
        timed.iter().flat_map(|(_, rows, host)| latest(rows, metric::SECONDS, host).into_keys()).collect();
    let mut who: Vec<Who> = who.into_iter().collect();
    who.sort_by_key(|(name, threads)| (*threads, reference_first(name)));
    (!timed.is_empty()).then(|| {
        html! {
            div class="scroll" tabindex="0" role="region" aria-labelledby="peers" {
                table class="heat" {
                    thead {
                        tr {
                            th scope="col" { "implementation" }
                            @for (name, ..) in &timed { th scope="col" { (name) } }
                        }
                    }
                    tbody {
                        @for who in &who {
                            tr {
                                th scope="row" { (who.0) span class="dim" { " " (threads(who.1)) } }
                                @for (_, rows, host) in &timed { (cell(rows, host, *who)) }
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

fn cell(rows: &[&Row], host: &str, who: Who) -> Markup {
    let times = latest(rows, metric::SECONDS, host);
    let ratios = latest(rows, metric::RATIO, host);
    let reference = times.get(&("reference", who.1)).map(|row| row.value);
    let Some(time) = times.get(&who) else { return html! { td class="none" { "–" } } };
    let paired = ratios.get(&who).filter(|_| who.0 != "reference");
    let ratio = paired.map(|row| row.value).or_else(|| Some(time.value / reference?));
    let interval = paired.and_then(|row| Some(format!("{}–{}", significant(row.low?), significant(row.high?))));
    html! {
        td class=(grade(ratio)) title=(format!("{} at {}, {}", time.version, time.revision, day(time))) {
            (seconds(time.value))
            @if let (Some(ratio), true) = (ratio, who.0 != "reference") {
                small { "× " (significant(ratio)) @if let Some(interval) = &interval { " (" (interval) ")" } }
            }
        }
    }
}

/// By how many times the reference's time it takes.
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
