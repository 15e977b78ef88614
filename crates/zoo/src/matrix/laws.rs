//! Laws against a defect. The cases of a law are drawn once, for all defects, and not shrunk: the question is only whether one breaks it.

use std::{
    fmt,
    panic::{AssertUnwindSafe, catch_unwind},
};

use props::{Law, Stop, Violation, run::case_of};
use rayon::prelude::*;
use suite::{format::Case, implementation::Implementation};

/// A law with the cases it is tried on.
pub struct Drawn {
    /// The law.
    pub law: Law,
    /// Its cases.
    pub cases: Vec<Case>,
}

/// Draws the first `count` cases of each law.
#[must_use]
pub fn draw(laws: &[Law], count: usize, seed: u64) -> Vec<Drawn> {
    let cases = |law: &Law| (0..count).map(|index| case_of(law, seed, index)).collect();
    laws.par_iter().map(|law| Drawn { law: *law, cases: cases(law) }).collect()
}

/// A law that kills.
#[derive(Clone, Debug, PartialEq)]
pub struct LawKill {
    /// The law's name.
    pub law: &'static str,
    /// How many cases it took.
    pub tried: usize,
    /// By how many times its slack it is broken; infinite where there are no numbers.
    pub excess: f64,
    /// What is wrong.
    pub what: String,
}

impl fmt::Display for LawKill {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (case {}): {}", self.law, self.tried, self.what)
    }
}

/// All laws that kill an implementation, by their index; the first violation of each ends its trial.
pub(super) fn kills(laws: &[Drawn], specimen: &mut dyn Implementation) -> Vec<(usize, LawKill)> {
    let first = |drawn: &Drawn, specimen: &mut dyn Implementation| {
        let broken = |(index, case)| Some((index, violation(&drawn.law, specimen, case)?));
        drawn.cases.iter().enumerate().find_map(broken)
    };
    let mut found = Vec::new();
    for (index, drawn) in laws.iter().enumerate() {
        if let Some((case, violation)) = first(drawn, specimen) {
            let excess = violation.numbers.map_or(f64::INFINITY, |numbers| numbers.excess());
            let what = violation.to_string();
            found.push((index, LawKill { law: drawn.law.name, tried: case + 1, excess, what }));
        }
    }
    found
}

/// How a case breaks a law. An implementation that panics breaks it too.
fn violation(law: &Law, specimen: &mut dyn Implementation, case: &Case) -> Option<Violation> {
    match catch_unwind(AssertUnwindSafe(|| (law.check)(specimen, case))) {
        Ok(Err(Stop::Broken(violation))) => Some(violation),
        Ok(_) => None,
        Err(_) => Some(Violation::told("it panicked")),
    }
}
