//! The board: all implementations beside each other, and the places of the matrix.

use std::collections::BTreeSet;

use suite::report::CaseReport;

use crate::{
    entry::{Entry, Standing},
    golden::{BAD_INPUT, DIVERGENCES, Golden},
    tally::Tally,
};

/// How the results were made.
#[derive(Clone, Debug, PartialEq)]
pub struct Method {
    /// The digits of slack.
    pub slack: f64,
    /// How many random cases each law was tried on.
    pub laws_cases: usize,
    /// Their seed.
    pub seed: u64,
}

/// A row of the board.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The implementation.
    pub entry: Entry,
    /// Whether what it depends on has changed since.
    pub stale: bool,
}

/// All that a board shows.
#[derive(Debug)]
pub struct Board<'a> {
    /// The suite.
    pub golden: &'a Golden,
    /// How the results were made.
    pub method: &'a Method,
    /// The implementations, in the order in which they are shown.
    pub rows: &'a [Row],
}

impl<'a> Board<'a> {
    /// The rows that have results.
    pub fn judged(&self) -> impl Iterator<Item = &'a Row> {
        self.rows.iter().filter(|row| row.entry.judged().is_some())
    }

    /// Those, and the ones that could not be started: whoever was asked.
    pub fn asked(&self) -> impl Iterator<Item = &'a Row> {
        let asked = |row: &&Row| matches!(row.entry.standing, Standing::Judged(_) | Standing::NotStarted { .. });
        self.rows.iter().filter(asked)
    }

    /// The others.
    pub fn not_asked(&self) -> impl Iterator<Item = &'a Row> {
        let asked = |row: &&Row| matches!(row.entry.standing, Standing::NotSetUp { .. } | Standing::NotRun { .. });
        self.rows.iter().filter(asked)
    }

    /// The rows that have no results.
    pub fn not_judged(&self) -> impl Iterator<Item = &'a Row> {
        self.rows.iter().filter(|row| row.entry.judged().is_none())
    }

    /// The cases of an implementation.
    pub fn cases(entry: &Entry) -> &[CaseReport] {
        entry.judged().map_or(&[], |judged| &judged.golden.cases)
    }

    /// The columns: the families of mixtures by name, then divergences, then bad input.
    #[must_use]
    pub fn columns(&self) -> Vec<&'a str> {
        let mut columns: Vec<&str> = self.places().into_iter().map(|(column, _)| column).collect();
        columns.dedup();
        columns.sort_by_key(|column| (*column == BAD_INPUT, *column == DIVERGENCES));
        columns
    }

    /// Every column with what is in it.
    #[must_use]
    pub fn places(&self) -> BTreeSet<(&'a str, &'a str)> {
        let cases = self.rows.iter().flat_map(|row| Self::cases(&row.entry));
        cases.map(|case| self.golden.cell(case)).collect()
    }

    /// What became of the cases of a column, or of one item of it.
    #[must_use]
    pub fn tally(&self, entry: &Entry, column: &str, item: Option<&str>) -> Tally {
        let here = |case: &&CaseReport| {
            let (found, within) = self.golden.cell(case);
            found == column && item.is_none_or(|item| item == within)
        };
        Tally::of(Self::cases(entry).iter().filter(here))
    }

    /// How many cases the suite has.
    #[must_use]
    pub fn case_count(&self) -> usize {
        self.golden.cases.len()
    }
}

/// What the digits on a board mean, in one place for all its forms.
pub(crate) const DIGITS: &str = "Digits lost: the attainable digits of a quantity less those of its answer, 0 where none is missing. \
    Of a case, the most that any of its quantities lost; the median and the most are over the cases that were answered with numbers to \
    compare, passed or failed. Cases that crashed, ran out of time, refused good input or gave nothing to compare count as not passed, and \
    have no digits.";
