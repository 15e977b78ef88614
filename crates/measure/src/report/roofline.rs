//! How far the reference is from what the machine could do at best.

use maud::{Markup, html};

use super::{
    history::day,
    number::{seconds, significant},
    select::latest,
};
use crate::record::{Row, metric};

/// The ratio that the reference aims at, on one thread.
const TARGET: f64 = 1.7;
/// The ratio at which a bar is as long as can be.
const LONGEST: f64 = 6.0;

/// A line of the table.
struct Line<'a> {
    name: &'a str,
    roofline: &'a Row,
    time: &'a Row,
}

/// The table, of those benchmarks whose roofline was measured; nothing where none was.
pub fn table(benchmarks: &[(&str, Vec<&Row>)]) -> Option<Markup> {
    let lines: Vec<Line> = benchmarks.iter().filter_map(|(name, rows)| line(name, rows)).collect();
    (!lines.is_empty()).then(|| {
        html! {
            div class="scroll" tabindex="0" role="region" aria-labelledby="roofline" {
                table class="bars" {
                    thead {
                        tr {
                            th scope="col" { "workload" } th scope="col" { "roofline" } th scope="col" { "reference" } th scope="col" { "times the roofline" }
                        }
                    }
                    tbody { @for line in &lines { (row(line)) } }
                }
            }
        }
    })
}

/// The last roofline that has a time of the reference on the same host.
fn line<'a>(name: &'a str, rows: &[&'a Row]) -> Option<Line<'a>> {
    let mut rooflines: Vec<&Row> = rows.iter().copied().filter(|row| row.metric == metric::ROOFLINE_SECONDS).collect();
    rooflines.sort_by(|a, b| b.time.cmp(&a.time));
    rooflines.into_iter().find_map(|roofline| {
        let times = latest(rows, metric::SECONDS, &roofline.host);
        times.get(&("reference", roofline.threads)).map(|time| Line { name, roofline, time })
    })
}

fn row(line: &Line) -> Markup {
    let ratio = line.time.value / line.roofline.value;
    let share = |ratio: f64| 100.0 * (ratio / LONGEST).clamp(0.0, 1.0);
    let style = format!("--w:{:.1}%;--t:{:.1}%", share(ratio), share(TARGET));
    html! {
        tr {
            th scope="row" { (line.name) }
            td { (seconds(line.roofline.value)) }
            td title=(format!("{}, {}", line.time.revision, day(line.time))) { (seconds(line.time.value)) }
            td { (significant(ratio)) span class=(if ratio <= TARGET { "meter good" } else { "meter" }) style=(style) {} }
        }
    }
}
