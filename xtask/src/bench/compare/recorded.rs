//! Two files of the history. What was counted is compared exactly. Ratios to the reference were taken within their runs, and are compared
//! by their intervals. Seconds of two runs are shown and not judged: a machine is not the same from one hour to the next, and
//! no interval of either run knows of it.

use std::{collections::BTreeMap, path::Path};

use ::measure::{
    record::{Row, metric, read},
    stats::Estimate,
    verdict::verdict,
};
use comfy_table::{CellAlignment, Table, presets::UTF8_FULL_CONDENSED};

use crate::failure::{Failure, Result};

/// What a number is of: host, benchmark, implementation, threads, metric.
type Key = (String, String, String, usize, String);

const HEADS: [&str; 8] =
    ["host", "workload", "implementation", "metric", "first", "second", "second / first", "the second is"];

/// The numbers that both files have.
pub fn compared(first: &Path, second: &Path, floor: f64) -> Result<String> {
    let (before, after) = (newest(first)?, newest(second)?);
    let mut table = Table::new();
    table.load_style(UTF8_FULL_CONDENSED).set_header(HEADS);
    let mut count = 0;
    for (key, a) in &before {
        let Some(b) = after.get(key).filter(|_| key.4 != metric::DIGITS) else { continue };
        let cells = [
            key.0.clone(),
            key.1.clone(),
            key.2.clone(),
            key.4.clone(),
            shown(a.value),
            shown(b.value),
            format!("{:.4}", b.value / a.value),
            said(a, b, floor),
        ];
        table.add_row(cells);
        count += 1;
    }
    if count == 0 {
        return Err(Failure::usage(
            "the two files have no number of the same host, workload, implementation and metric",
        ));
    }
    for column in table.column_iter_mut().skip(4) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    Ok(format!("{}\n", table.trim_fmt()))
}

/// The last row of each number.
fn newest(path: &Path) -> Result<BTreeMap<Key, Row>> {
    let rows = read(path).map_err(|error| Failure::usage(error.to_string()))?;
    let key = |row: &Row| {
        let Row { host, benchmark, implementation, threads, metric, .. } = row.clone();
        (host, benchmark, implementation, threads, metric)
    };
    Ok(rows.into_iter().map(|row| (key(&row), row)).collect())
}

/// What may be concluded from two rows of one number.
fn said(first: &Row, second: &Row, floor: f64) -> String {
    match (interval(first), interval(second)) {
        _ if first.metric == metric::SECONDS => "not judged: times of two runs".to_owned(),
        (Some(a), Some(b)) => {
            let ratio = Estimate {
                value: b.value / a.value,
                low: b.low / a.high,
                high: b.high / a.low,
                samples: a.samples.min(b.samples),
            };
            verdict(&ratio, floor).name().to_owned()
        }
        _ => match second.value.total_cmp(&first.value) {
            std::cmp::Ordering::Less => "lower".to_owned(),
            std::cmp::Ordering::Equal => "the same".to_owned(),
            std::cmp::Ordering::Greater => "higher".to_owned(),
        },
    }
}

fn interval(row: &Row) -> Option<Estimate> {
    Some(Estimate { value: row.value, low: row.low?, high: row.high?, samples: row.samples })
}

fn shown(value: f64) -> String {
    if value.fract() == 0.0 && value.abs() < 1e15 { format!("{value}") } else { format!("{value:.5e}") }
}

#[cfg(test)]
mod tests {
    use ::measure::verdict::Verdict;

    use super::*;

    fn row(metric: &str, value: f64, half: Option<f64>) -> Row {
        let text = format!(
            "time,revision,dirty,host,benchmark,implementation,version,threads,metric,unit,value,low,high,samples\n\
            t,r,false,h,G1,a,1,1,{metric},u,{value},{},{},9\n",
            half.map_or(String::new(), |half| (value - half).to_string()),
            half.map_or(String::new(), |half| (value + half).to_string())
        );
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), text).unwrap();
        read(file.path()).unwrap().remove(0)
    }

    #[test]
    fn counts_are_compared_exactly_ratios_by_intervals_and_times_of_two_runs_not_at_all() {
        let said = |metric: &str, a, b, half| said(&row(metric, a, half), &row(metric, b, half), 0.01);
        assert_eq!(said("instructions", 1e9, 1e9 + 1.0, None), "higher");
        assert_eq!(said("instructions", 7.0, 7.0, None), "the same");
        assert_eq!(said("ratio", 2.0, 2.2, Some(0.05)), Verdict::Slower.name());
        assert_eq!(said("ratio", 2.2, 2.0, Some(0.05)), Verdict::Faster.name());
        assert_eq!(said("ratio", 2.0, 2.2, Some(0.15)), Verdict::CannotTell.name());
        assert_eq!(said("seconds", 1.0, 2.0, Some(0.01)), "not judged: times of two runs");
    }

    #[test]
    fn two_files_without_a_common_number_are_refused() {
        let directory = tempfile::tempdir().unwrap();
        let write = |name: &str, rows: &[Row]| {
            let path = directory.path().join(name);
            std::fs::write(&path, ::measure::record::text(rows)).unwrap();
            path
        };
        let one = row("passes", 3.0, None);
        let elsewhere = Row { host: "other".to_owned(), ..one.clone() };
        let (a, b) = (write("a.csv", &[one.clone(), Row { value: 4.0, ..one }]), write("b.csv", &[elsewhere]));
        assert!(compared(&a, &b, 0.01).is_err());
        let table = compared(&a, &a, 0.01).unwrap();
        assert!(table.contains("the same") && table.contains(" 4 ") && !table.contains(" 3 "), "{table}");
    }
}
