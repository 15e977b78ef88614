//! The gate: has a count grown by more than its own history explains?
//!
//! Counts alone are judged. Their history is that of clean revisions in the committed record, the last row of each; what is counted now is compared with the
//! last of them. Instructions are compared only with those of a machine that counts alike: the same compiler, valgrind and architecture.

mod threshold;
mod waiver;

use std::collections::{BTreeMap, BTreeSet};

pub use self::{
    threshold::{CEILING, FLOOR, threshold},
    waiver::{LONGEST, Waiver, parse as parse_waivers},
};
use crate::record::{Row, metric};

/// How a metric is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// By a threshold that adapts.
    Adaptive,
    /// Any growth counts: it is a property of the algorithm.
    Exact,
}

/// The rule of a metric; `None` of what is not counted.
#[must_use]
pub fn rule(name: &str) -> Option<Rule> {
    match name {
        metric::INSTRUCTIONS | metric::ALLOCATIONS | metric::ALLOCATED_BYTES => Some(Rule::Adaptive),
        metric::DENSITY_EVALUATIONS | metric::PASSES => Some(Rule::Exact),
        name if name.starts_with(metric::ITERATIONS_TO_DIGITS) => Some(Rule::Exact),
        _ => None,
    }
}

/// What is counted: a benchmark, an implementation, how many threads it has, a metric.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    /// The benchmark.
    pub benchmark: String,
    /// The implementation.
    pub implementation: String,
    /// Its threads.
    pub threads: usize,
    /// The metric.
    pub metric: String,
}

impl Key {
    /// Of a row.
    #[must_use]
    pub fn of(row: &Row) -> Self {
        let Row { benchmark, implementation, threads, metric, .. } = row.clone();
        Self { benchmark, implementation, threads, metric }
    }
}

/// What became of one count.
#[derive(Clone, Debug, PartialEq)]
pub enum Verdict {
    /// It is as its history explains.
    Held,
    /// It fell by more than that: worth a record.
    Improved,
    /// It grew by more than that.
    Grew,
    /// It grew, and a waiver accepts that, with its reason.
    Waived(String),
    /// There is nothing to compare it with.
    New,
    /// It is in the last record, and was not counted.
    Lost,
}

/// One count, judged.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged {
    /// What was counted.
    pub key: Key,
    /// What it is now.
    pub now: Option<f64>,
    /// What it was, by the last record, and at which revision.
    pub before: Option<(f64, String)>,
    /// By how much it may grow, relative.
    pub threshold: f64,
    /// Its growth since its least in the record, relative: many small steps are one large one.
    pub creep: Option<f64>,
    /// The verdict.
    pub verdict: Verdict,
}

impl Judged {
    /// The growth since the last record, relative; infinite from nothing to something.
    #[must_use]
    pub fn growth(&self) -> Option<f64> {
        Some(growth(self.before.as_ref()?.0, self.now?))
    }
}

/// What the gate says.
#[derive(Clone, Debug, PartialEq)]
pub struct Judgement {
    /// Every count.
    pub counts: Vec<Judged>,
    /// What is wrong with the waivers.
    pub complaints: Vec<String>,
}

impl Judgement {
    /// Whether nothing is wrong.
    #[must_use]
    pub fn passes(&self) -> bool {
        let wrong = |judged: &Judged| matches!(judged.verdict, Verdict::Grew | Verdict::Lost);
        self.complaints.is_empty() && !self.counts.iter().any(wrong)
    }

    /// How many counts were compared with a record.
    #[must_use]
    pub fn compared(&self) -> usize {
        self.counts.iter().filter(|judged| judged.growth().is_some()).count()
    }
}

/// What the gate goes by.
pub struct Gate<'a> {
    /// The record.
    pub record: &'a [Row],
    /// Growth that is accepted.
    pub waivers: &'a [Waiver],
    /// The date, `2026-11-21`.
    pub today: &'a str,
    /// Whether a host of the record counts instructions as this one does.
    pub alike: &'a dyn Fn(&str) -> bool,
    /// Whether everything was counted, so that what is missing is lost and a waiver that nothing needs is stale.
    pub complete: bool,
}

impl Gate<'_> {
    /// Judges what was counted.
    #[must_use]
    pub fn judge(&self, counted: &[Row]) -> Judgement {
        let now: BTreeMap<Key, f64> =
            counted.iter().filter(|row| rule(&row.metric).is_some()).map(|row| (Key::of(row), row.value)).collect();
        let mut needed = BTreeSet::new();
        let mut counts: Vec<Judged> = now.iter().map(|(key, value)| self.one(key, *value, &mut needed)).collect();
        if self.complete {
            counts.extend(self.lost(&now));
        }
        Judgement { counts, complaints: self.complaints(&now, &needed) }
    }

    fn one(&self, key: &Key, now: f64, needed: &mut BTreeSet<usize>) -> Judged {
        let history = self.history(key);
        let values: Vec<f64> = history.iter().map(|(value, _)| *value).collect();
        let allowed = match rule(&key.metric) {
            Some(Rule::Adaptive) => threshold(&values),
            // Per iteration they are quotients.
            _ => 1e-9,
        };
        let least = values.iter().copied().reduce(f64::min);
        let before = history.last().map(|(value, revision)| (*value, (*revision).to_owned()));
        let grown = before.as_ref().map(|(before, _)| growth(*before, now));
        let verdict = match grown {
            None => Verdict::New,
            Some(grown) if grown > allowed => self.waived(key, grown, needed),
            Some(grown) if grown < -allowed => Verdict::Improved,
            Some(_) => Verdict::Held,
        };
        let creep = least.map(|least| growth(least, now));
        Judged { key: key.clone(), now: Some(now), before, threshold: allowed, creep, verdict }
    }

    /// The waiver that accepts a growth, where one does.
    fn waived(&self, key: &Key, grown: f64, needed: &mut BTreeSet<usize>) -> Verdict {
        let of_it = |waiver: &Waiver| waiver.is_about(&key.benchmark, &key.implementation, &key.metric);
        for (index, waiver) in self.waivers.iter().enumerate().filter(|(_, waiver)| of_it(waiver)) {
            // It is needed even where it is too small or out of time.
            needed.insert(index);
            if grown <= waiver.by && waiver.out_of_time(self.today).is_none() {
                return Verdict::Waived(waiver.reason.clone());
            }
        }
        Verdict::Grew
    }

    /// Value and revision, oldest first: the last row of each clean revision.
    fn history(&self, key: &Key) -> Vec<(f64, &str)> {
        let alike = |row: &Row| row.metric != metric::INSTRUCTIONS || (self.alike)(&row.host);
        let mut rows: Vec<&Row> = self.record.iter().filter(|row| !row.dirty && alike(row)).collect();
        rows.retain(|row| Key::of(row) == *key);
        rows.sort_by(|a, b| a.time.cmp(&b.time));
        let mut history: Vec<(f64, &str)> = Vec::new();
        for row in rows {
            match history.last_mut() {
                Some(last) if last.1 == row.revision => last.0 = row.value,
                _ => history.push((row.value, &row.revision)),
            }
        }
        history
    }

    /// What the last record of an implementation's counts has and now is not there; of the metrics that were counted now.
    fn lost(&self, now: &BTreeMap<Key, f64>) -> Vec<Judged> {
        let counted: BTreeSet<(&str, &str)> =
            now.keys().map(|key| (key.implementation.as_str(), key.metric.as_str())).collect();
        let gone = |(implementation, metric): (&str, &str)| {
            let of_it = |row: &&Row| row.implementation == implementation && row.metric == metric && !row.dirty;
            let last = self.record.iter().filter(of_it).map(|row| row.time.as_str()).max();
            let rows = self.record.iter().filter(of_it).filter(|row| Some(row.time.as_str()) == last);
            rows.filter(|row| !now.contains_key(&Key::of(row))).map(lost).collect::<Vec<_>>()
        };
        counted.into_iter().flat_map(gone).collect()
    }

    fn complaints(&self, now: &BTreeMap<Key, f64>, needed: &BTreeSet<usize>) -> Vec<String> {
        let concerned = |waiver: &Waiver| {
            now.keys().any(|key| {
                waiver.is_about(&waiver.benchmark, &key.implementation, &waiver.metric)
                    || waiver.is_about(&key.benchmark, &key.implementation, &key.metric)
            })
        };
        let mut complaints = Vec::new();
        for (index, waiver) in self.waivers.iter().enumerate().filter(|(_, waiver)| concerned(waiver)) {
            let name = format!("waiver[{index}] ({} of {})", waiver.metric, waiver.benchmark);
            if let Some(reason) = waiver.out_of_time(self.today) {
                complaints.push(format!("{name} {reason}"));
            } else if self.complete && !needed.contains(&index) {
                complaints.push(format!("{name} is not needed: nothing it is about has grown"));
            }
        }
        complaints
    }
}

fn lost(row: &Row) -> Judged {
    let before = Some((row.value, row.revision.clone()));
    Judged { key: Key::of(row), now: None, before, threshold: 0.0, creep: None, verdict: Verdict::Lost }
}

fn growth(before: f64, now: f64) -> f64 {
    if now == before { 0.0 } else { (now - before) / before }
}

#[cfg(test)]
mod tests;
