//! Choosing rows: the last of each kind, and what is comparable with what.

use std::collections::BTreeMap;

use crate::record::Row;

/// Who was measured: name and threads.
pub type Who<'a> = (&'a str, usize);

/// By what implementations are ordered: the reference first, so that it has the same sign everywhere, then by name.
pub fn reference_first(name: &str) -> (bool, String) {
    (name != "reference", name.to_owned())
}

/// The last row of each implementation, for a benchmark and a metric on a host.
pub fn latest<'a>(rows: &[&'a Row], metric: &str, host: &str) -> BTreeMap<Who<'a>, &'a Row> {
    let mut found: BTreeMap<Who, &Row> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.metric == metric && row.host == host) {
        let last = found.entry((&row.implementation, row.threads)).or_insert(row);
        if row.time >= last.time {
            *last = row;
        }
    }
    found
}

/// The host of the last row of a metric.
pub fn last_host<'a>(rows: &[&'a Row], metric: &str) -> Option<&'a str> {
    let of_it = rows.iter().filter(|row| row.metric == metric);
    of_it.max_by(|a, b| a.time.cmp(&b.time)).map(|row| row.host.as_str())
}

/// Rows by benchmark, in the order in which benchmarks first appear.
pub fn by_benchmark<'a>(rows: impl Iterator<Item = &'a Row>) -> Vec<(&'a str, Vec<&'a Row>)> {
    let mut found: Vec<(&str, Vec<&Row>)> = Vec::new();
    for row in rows {
        match found.iter_mut().find(|(name, _)| *name == row.benchmark) {
            Some((_, rows)) => rows.push(row),
            None => found.push((&row.benchmark, vec![row])),
        }
    }
    found
}
