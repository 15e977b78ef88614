//! Each benchmark's history: what a metric was, revision by revision, with its changes marked.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::{
    number::{percent, with_unit},
    plot::{Axis, Mark, Plot, Point, Scale, Series},
};
use crate::{
    change_point::{ChangePoint, change_points},
    record::{Row, metric},
};

/// The metrics that have a history, in this order.
const METRICS: [&str; 7] = [
    metric::SECONDS,
    metric::INSTRUCTIONS,
    metric::ALLOCATIONS,
    metric::ALLOCATED_BYTES,
    metric::PASSES,
    metric::DENSITY_EVALUATIONS,
    metric::PEAK_RSS,
];

/// What one metric of one implementation was on one host.
type Key<'a> = (usize, &'a str, &'a str, usize);

/// The histories of a benchmark.
pub fn histories(rows: &[&Row]) -> Markup {
    let mut series: BTreeMap<Key, Vec<&Row>> = BTreeMap::new();
    for row in rows {
        if let Some(order) = METRICS.iter().position(|metric| *metric == row.metric) {
            series.entry((order, &row.implementation, &row.host, row.threads)).or_default().push(row);
        }
    }
    // The reference's own are shown; others have theirs folded.
    let (ours, others): (Vec<_>, Vec<_>) = series.into_iter().partition(|((_, name, ..), _)| *name == "reference");
    html! {
        div class="charts" { @for (key, rows) in &ours { (figure(key, rows)) } }
        @if !others.is_empty() {
            details {
                summary { "Others" }
                div class="charts" { @for (key, rows) in &others { (figure(key, rows)) } }
            }
        }
    }
}

fn figure(key: &Key, rows: &[&Row]) -> Markup {
    let (order, name, host, threads) = *key;
    let values: Vec<f64> = rows.iter().map(|row| row.value).collect();
    let changes = change_points(&values);
    let unit = rows[0].unit.as_str();
    let caption =
        format!("{} of {name}, {threads} thread{}, host {host}", METRICS[order], if threads == 1 { "" } else { "s" });
    html! {
        figure {
            figcaption { (caption) }
            (plot(&caption, rows, &changes, unit))
            @if !changes.is_empty() {
                ul class="changes" {
                    @for change in &changes {
                        li class=(if change.relative() > 0.0 { "worse" } else { "better" }) {
                            (percent(change.relative())) " at " code { (rows[change.at].revision) } ", " (day(rows[change.at]))
                        }
                    }
                }
            }
            (table(rows))
        }
    }
}

fn plot(caption: &str, rows: &[&Row], changes: &[ChangePoint], unit: &str) -> Markup {
    let point = |(index, row): (usize, &&Row)| Point {
        x: index as f64,
        y: row.value,
        interval: row.low.zip(row.high),
        title: format!("{} at {} ({})", with_unit(row.value, unit), row.revision, day(row)),
    };
    let points: Vec<Point> = rows.iter().enumerate().map(point).collect();
    let values = rows.iter().flat_map(|row| [Some(row.value), row.low, row.high].into_iter().flatten());
    let (first, last) = (rows[0], rows[rows.len() - 1]);
    let said = format!(
        "{caption}: from {} to {} in {} records, {} changes of the level",
        with_unit(first.value, unit),
        with_unit(last.value, unit),
        rows.len(),
        changes.len()
    );
    let series = Series { name: caption.to_owned(), points, joined: true, line: None };
    let mark = |change: &ChangePoint| Mark { x: change.at as f64 - 0.5, word: percent(change.relative()) };
    Plot {
        label: said,
        x: Axis::over([0.0, rows.len() as f64 - 1.0].into_iter(), Scale::Linear, "record"),
        y: Axis::over(values, Scale::Linear, "").with_nought(),
        x_tick: |at| if at.fract() == 0.0 && at >= 0.0 { format!("{}", at + 1.0) } else { String::new() },
        y_tick: tick_of(unit),
        series: vec![series],
        marks: changes.iter().map(mark).collect(),
    }
    .svg()
}

fn tick_of(unit: &str) -> fn(f64) -> String {
    match unit {
        "s" => |value| with_unit(value, "s"),
        "B" | "B/iteration" => |value| with_unit(value, "B"),
        _ => |value| with_unit(value, "1"),
    }
}

/// The numbers, for those who read them.
fn table(rows: &[&Row]) -> Markup {
    html! {
        details {
            summary { "Numbers" }
            div class="scroll" tabindex="0" role="region" aria-label="numbers" {
                table {
                    thead { tr { th scope="col" { "day" } th scope="col" { "revision" } th scope="col" { "value" } th scope="col" { "interval" } } }
                    tbody {
                        @for row in rows {
                            tr {
                                td { (day(row)) }
                                td { code { (row.revision) } @if row.dirty { " and changes" } }
                                td { (with_unit(row.value, &row.unit)) }
                                td { @if let (Some(low), Some(high)) = (row.low, row.high) { (with_unit(low, &row.unit)) " to " (with_unit(high, &row.unit)) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The day of a row.
pub fn day(row: &Row) -> &str {
    row.time.get(..10).unwrap_or(&row.time)
}
