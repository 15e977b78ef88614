//! The cases of one family and operation.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::CaseReport;
use crate::{format::Operation, verdict::Outcome};

/// A row of the table: one family and operation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Group {
    /// `gaussian/full`, `poisson`, ...
    pub family: String,
    /// The operation.
    pub operation: Operation,
    /// How many cases had each outcome.
    pub outcomes: BTreeMap<Outcome, usize>,
    /// The most digits that any block of any case lost against the attainable ones; absent where nothing was compared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub worst_digits_lost: Option<f64>,
}

impl Group {
    /// How many cases had an outcome.
    #[must_use]
    pub fn count(&self, outcome: Outcome) -> usize {
        self.outcomes.get(&outcome).copied().unwrap_or(0)
    }

    /// The cells of the table: family, operation, the five counts (a dot for 0) and the worst loss.
    pub(super) fn cells(&self) -> Vec<String> {
        let count = |outcome: Outcome| match self.count(outcome) {
            0 => "·".to_owned(),
            count => count.to_string(),
        };
        let lost = self.worst_digits_lost.map_or_else(|| "·".to_owned(), |lost| format!("{lost:.1}"));
        let names = [self.family.clone(), self.operation.to_string()];
        names.into_iter().chain(Outcome::ALL.map(count)).chain([lost]).collect()
    }
}

/// The heads of the columns of [`Group::cells`].
pub(super) const HEADS: [&str; 8] =
    ["family", "operation", "passed", "failed", "unsupported", "crashed", "timed out", "worst digits lost"];

/// The groups of all cases, by family and then by operation.
pub(super) fn groups(cases: &[CaseReport]) -> Vec<Group> {
    let mut groups: BTreeMap<(&str, Operation), Group> = BTreeMap::new();
    for case in cases {
        let group = groups.entry((&case.family, case.operation)).or_insert_with(|| Group {
            family: case.family.clone(),
            operation: case.operation,
            outcomes: BTreeMap::new(),
            worst_digits_lost: None,
        });
        *group.outcomes.entry(case.outcome).or_default() += 1;
        group.worst_digits_lost = group.worst_digits_lost.into_iter().chain(case.digits_lost).reduce(f64::max);
    }
    groups.into_values().collect()
}
