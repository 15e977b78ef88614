//! What was measured, for people and for programs.

use ::measure::record::{Row, metric};
use clap::ValueEnum;
use comfy_table::{CellAlignment, Table, presets::UTF8_FULL_CONDENSED};
use serde_json::json;

use super::run::Measured;

/// How a report is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For a terminal
    Table,
    /// For programs: the rows of the history, and what was not counted with the reason
    Json,
    /// The rows alone, as the history has them
    Csv,
}

/// The report.
pub fn report(measured: &Measured, format: Format) -> String {
    match format {
        Format::Table => table(measured),
        Format::Json => {
            let not_counted: Vec<_> = measured
                .not_counted
                .iter()
                .map(|one| json!({"benchmark": one.benchmark, "implementation": one.implementation, "reason": one.fault.to_string()}))
                .collect();
            let value = json!({"host": measured.host, "rows": measured.rows, "not_counted": not_counted});
            format!("{}\n", serde_json::to_string_pretty(&value).expect("rows are JSON"))
        }
        Format::Csv => ::measure::record::text(&measured.rows),
    }
}

const HEADS: [&str; 8] =
    ["workload", "implementation", "an iteration", "95 %", "x reference", "95 %", "digits", "peak memory"];

fn table(measured: &Measured) -> String {
    let mut table = Table::new();
    table.load_style(UTF8_FULL_CONDENSED).set_header(HEADS);
    for row in measured.rows.iter().filter(|row| row.metric == metric::SECONDS) {
        table.add_row(cells(row, &measured.rows));
    }
    for column in table.column_iter_mut().skip(2) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    let not_counted = measured
        .not_counted
        .iter()
        .map(|one| format!("{}  {}: {}\n", one.benchmark, one.implementation, one.fault.to_string().trim_end()));
    let listed: String = not_counted.collect();
    let heading = if listed.is_empty() { "" } else { "\nNot counted:\n" };
    format!("{}\n{heading}{listed}", table.trim_fmt())
}

/// The cells of an implementation in a workload, from its row of seconds and the others of the same two.
fn cells(seconds: &Row, rows: &[Row]) -> Vec<String> {
    let of = |metric: &str| {
        rows.iter().find(|row| {
            let same = row.benchmark == seconds.benchmark && row.implementation == seconds.implementation;
            same && row.metric == metric && row.threads == seconds.threads
        })
    };
    let interval = |row: &Row, shown: &dyn Fn(f64) -> String| match (row.low, row.high) {
        (Some(low), Some(high)) => format!("{} – {}", shown(low), shown(high)),
        _ => String::new(),
    };
    let times = |value: f64| format!("{value:.3}");
    let ratio = of(metric::RATIO);
    vec![
        seconds.benchmark.clone(),
        format!("{} {}", seconds.implementation, seconds.version),
        time(seconds.value),
        interval(seconds, &time),
        ratio.map_or_else(String::new, |row| times(row.value)),
        ratio.map_or_else(String::new, |row| interval(row, &times)),
        of(metric::DIGITS).map_or_else(String::new, |row| format!("{:.1}", row.value)),
        of(metric::PEAK_RSS).map_or_else(String::new, |row| format!("{:.0} MiB", row.value / f64::from(1 << 20))),
    ]
}

/// Seconds with a unit that suits them, four digits.
pub fn time(seconds: f64) -> String {
    let (value, unit) = match seconds {
        s if s >= 1.0 => (s, "s"),
        s if s >= 1e-3 => (s * 1e3, "ms"),
        s if s >= 1e-6 => (s * 1e6, "µs"),
        s => (s * 1e9, "ns"),
    };
    let decimals = if value >= 100.0 {
        1
    } else if value >= 10.0 {
        2
    } else {
        3
    };
    format!("{value:.decimals$} {unit}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_has_four_digits_and_its_unit() {
        let shown = [12.3456, 0.05817, 1.9994e-5, 3e-10].map(time);
        assert_eq!(shown, ["12.35 s", "58.17 ms", "19.99 µs", "0.300 ns"]);
    }
}
