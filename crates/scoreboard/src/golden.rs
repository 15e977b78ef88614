//! What the board says of the suite: the cases' names and places in the matrix, and the kinds of defect.

use std::collections::BTreeMap;

use suite::{
    format::{Case, Expect, Operation},
    golden::{Hunt, Suite},
    report::CaseReport,
};

/// The column of input that must be refused.
pub(crate) const BAD_INPUT: &str = "bad input";
/// The column of divergences, whose families are others than those of the mixtures.
pub(crate) const DIVERGENCES: &str = "divergences";

/// What is known of the suite.
#[derive(Clone, Debug, Default)]
pub struct Golden {
    /// A hash of it.
    pub digest: String,
    /// Its cases, by id.
    pub cases: BTreeMap<String, CaseInfo>,
    /// Its kinds of defect, by name.
    pub hunts: BTreeMap<String, Hunt>,
}

/// What is known of a case.
#[derive(Clone, Debug, PartialEq)]
pub struct CaseInfo {
    /// One line.
    pub title: String,
    /// The column in which it counts.
    pub column: String,
}

impl Golden {
    /// What a suite says of itself.
    #[must_use]
    pub fn of(suite: &Suite, digest: String) -> Self {
        let cases = suite.cases.iter().map(|case| (case.name().to_owned(), CaseInfo::of(case))).collect();
        Self { digest, cases, hunts: suite.hunts.clone() }
    }

    /// The column in which a case counts.
    #[must_use]
    pub fn column<'a>(&'a self, case: &'a CaseReport) -> &'a str {
        self.cases.get(&case.id).map_or(&case.family, |info| &info.column)
    }

    /// The place of a case in the full matrix: its column and, within it, the operation or what else tells cases apart.
    #[must_use]
    pub fn cell<'a>(&'a self, case: &'a CaseReport) -> (&'a str, &'a str) {
        match self.column(case) {
            column @ (BAD_INPUT | DIVERGENCES) => (column, &case.family),
            column => (column, case.operation.name()),
        }
    }
}

impl CaseInfo {
    fn of(case: &Case) -> Self {
        let column = match (case.expect, case.operation) {
            (Some(Expect::Rejected), _) => BAD_INPUT.to_owned(),
            (None, Operation::Divergence) => DIVERGENCES.to_owned(),
            (None, _) => case.family_label(),
        };
        Self { title: case.title.clone().unwrap_or_default(), column }
    }
}
