//! The kill matrix: which case and which law finds which defect, and how barely.
//!
//! A case *kills* a defect when its verdict on it is a failure; a law kills it when one of the cases that a seed draws for it breaks it. What
//! kills nothing is dead weight: of the zoo's defects it would have found none.

mod golden;
mod laws;
mod table;
mod text;

use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;
use suite::{
    error::Error,
    format::{Expect, Operation},
    runner::Prepared,
};

use crate::{
    defect::Defect,
    implementation::Specimen,
    steps::{HEALTHY, Steps},
};

pub use golden::{Evidence, Kill, killed_by_any};
pub use laws::{Drawn, LawKill, draw};
pub use table::table;
pub use text::{same, text};

/// Laws must find so many of a hundred defects.
pub const LAWS_DEMANDED: usize = 70;

/// What defects are put to.
pub struct Trials<'a> {
    /// The golden cases.
    pub cases: &'a [Prepared],
    /// The laws, with the cases drawn for them.
    pub laws: &'a [Drawn],
}

/// The kill matrix.
#[derive(Clone, Debug, PartialEq)]
pub struct KillMatrix {
    /// The groups of golden cases, with how many cases each has.
    pub groups: Vec<(Group, usize)>,
    /// The textbook without a defect; nothing may kill it.
    pub healthy: Row,
    /// One row a defect.
    pub rows: Vec<Row>,
    /// Whether every defect is in it; of a part nobody can say what is dead weight.
    pub whole: bool,
    /// The golden cases that kill nothing.
    pub dead_cases: Vec<String>,
    /// The laws that kill nothing.
    pub dead_laws: Vec<&'static str>,
    /// How many cases each law was tried on.
    pub law_cases: usize,
}

/// A column: the cases of one operation, or those that must be rejected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// Cases with an answer.
    Answered(Operation),
    /// Cases that must be rejected.
    Rejected,
}

impl Group {
    /// The group of a case.
    #[must_use]
    pub fn of(prepared: &Prepared) -> Self {
        match prepared.case.expect {
            Some(Expect::Rejected) => Self::Rejected,
            None => Self::Answered(prepared.case.operation),
        }
    }

    /// The head of its column.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Answered(operation) => operation.name(),
            Self::Rejected => "rejected",
        }
    }
}

/// What became of one implementation.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The defect's name.
    pub name: String,
    /// Its layer.
    pub layer: &'static str,
    /// Where it was seen.
    pub seen_in: &'static str,
    /// The golden cases that kill it, by their index.
    pub golden: Vec<(usize, Kill)>,
    /// How many of each group do.
    pub counts: Vec<usize>,
    /// The laws that kill it, with their index.
    pub laws: Vec<(usize, LawKill)>,
}

impl Row {
    /// The case that kills it most barely; one that gives no digits is no close call.
    #[must_use]
    pub fn weakest_case(&self) -> Option<&Kill> {
        let kills = || self.golden.iter().map(|(_, kill)| kill);
        kills().min_by(|a, b| a.shortfall().total_cmp(&b.shortfall()))
    }

    /// The law that kills it most barely.
    #[must_use]
    pub fn weakest_law(&self) -> Option<&LawKill> {
        self.laws.iter().map(|(_, kill)| kill).min_by(|a, b| a.excess.total_cmp(&b.excess))
    }
}

impl KillMatrix {
    /// Defects that golden kills.
    #[must_use]
    pub fn killed_by_golden(&self) -> usize {
        self.rows.iter().filter(|row| !row.golden.is_empty()).count()
    }

    /// Defects that laws kill.
    #[must_use]
    pub fn killed_by_laws(&self) -> usize {
        self.rows.iter().filter(|row| !row.laws.is_empty()).count()
    }

    /// What is not as it must be, a sentence each.
    #[must_use]
    pub fn complaints(&self) -> Vec<String> {
        let mut found = Vec::new();
        found.extend(self.healthy.golden.iter().map(|(_, kill)| format!("the healthy one fails {kill}")));
        found.extend(self.healthy.laws.iter().map(|(_, kill)| format!("the healthy one breaks {kill}")));
        let alive = self.rows.iter().filter(|row| row.golden.is_empty());
        found.extend(alive.map(|row| format!("{} lives: no golden case kills it", row.name)));
        let (killed, all) = (self.killed_by_laws(), self.rows.len());
        if killed * 100 < all * LAWS_DEMANDED {
            found.push(format!("laws kill {killed} of {all} defects, less than {LAWS_DEMANDED} %"));
        }
        found
    }
}

/// Puts the healthy textbook and the defects to the trials, on all cores. `progress` is told of each that is done, and stops the work by
/// saying false.
///
/// # Errors
/// When the suite does not say what can be attained; `None` when it was stopped.
pub fn matrix(
    defects: &[&Defect],
    trials: &Trials,
    progress: &(dyn Fn(&str) -> bool + Sync),
) -> Result<Option<KillMatrix>, Error> {
    let stopped = AtomicBool::new(false);
    let row = |name: &str, layer, seen_in, steps: Steps| -> Result<Row, Error> {
        if stopped.load(Ordering::Relaxed) {
            return Ok(Row { name: String::new(), layer, seen_in, golden: vec![], counts: vec![], laws: vec![] });
        }
        let mut specimen = Specimen::new(name, steps);
        let golden = golden::kills(trials.cases, &mut specimen)?;
        let laws = laws::kills(trials.laws, &mut specimen);
        if !progress(name) {
            stopped.store(true, Ordering::Relaxed);
        }
        let counts = count(trials.cases, &golden);
        Ok(Row { name: name.to_owned(), layer, seen_in, golden, counts, laws })
    };
    let healthy = row("healthy", "", "", HEALTHY)?;
    let rows: Result<Vec<Row>, Error> =
        defects.par_iter().map(|defect| row(defect.name, defect.layer.name(), defect.seen_in, defect.steps)).collect();
    let rows = rows?;
    if stopped.into_inner() {
        return Ok(None);
    }
    let whole = rows.len() == crate::defects::ALL.len();
    let dead = |index: usize| whole && rows.iter().all(|row| row.golden.iter().all(|(case, _)| *case != index));
    let dead_law = |index: usize| whole && rows.iter().all(|row| row.laws.iter().all(|(law, _)| *law != index));
    let name = |index: usize| trials.cases[index].case.name().to_owned();
    Ok(Some(KillMatrix {
        groups: groups(trials.cases),
        whole,
        dead_cases: (0..trials.cases.len()).filter(|index| dead(*index)).map(name).collect(),
        dead_laws: (0..trials.laws.len()).filter(|i| dead_law(*i)).map(|i| trials.laws[i].law.name).collect(),
        law_cases: trials.laws.iter().map(|drawn| drawn.cases.len()).max().unwrap_or(0),
        healthy,
        rows,
    }))
}

/// The groups that have cases, in the order of the formats page.
fn groups(cases: &[Prepared]) -> Vec<(Group, usize)> {
    let all = Operation::ALL.into_iter().map(Group::Answered).chain([Group::Rejected]);
    all.map(|group| (group, cases.iter().filter(|case| Group::of(case) == group).count()))
        .filter(|(_, count)| *count > 0)
        .collect()
}

fn count(cases: &[Prepared], kills: &[(usize, Kill)]) -> Vec<usize> {
    let of = |group: Group| kills.iter().filter(|(index, _)| Group::of(&cases[*index]) == group).count();
    groups(cases).into_iter().map(|(group, _)| of(group)).collect()
}
