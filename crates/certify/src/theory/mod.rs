//! The theory beside the operations: certified values of what no adapter is asked for.
//!
//! A kind takes some cases for its questions and certifies something else of them. A new kind is one file and a line in [`KINDS`].

pub mod elbo_forms;
pub mod gradient;
pub mod projection;

use suite::{
    format::{Case, Operation},
    glob,
};

use crate::operation::Certifier;

/// One kind of golden values beside the operations.
#[derive(Debug)]
pub struct Kind {
    /// Its directory below `golden/theory`.
    pub name: &'static str,
    /// The operation of the cases that pose its questions.
    pub operation: Operation,
    /// Which of them, as globs over their ids.
    pub cases: &'static [&'static str],
    /// What it certifies of a case.
    pub certifier: Certifier,
}

/// All kinds.
pub const KINDS: &[&Kind] = &[&elbo_forms::KIND, &gradient::KIND, &projection::KIND];

impl Kind {
    /// Whether a case poses a question of this kind; one that must be rejected poses none.
    #[must_use]
    pub fn takes(&self, case: &Case) -> bool {
        let is_chosen = |pattern: &&str| glob::compile(pattern).is_ok_and(|glob| glob.is_match(case.name()));
        case.operation == self.operation && case.expect.is_none() && self.cases.iter().any(is_chosen)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_a_name_of_its_own_and_globs_that_can_be_read() {
        for (index, kind) in KINDS.iter().enumerate() {
            assert!(KINDS[..index].iter().all(|other| other.name != kind.name), "{}", kind.name);
            assert!(kind.cases.iter().all(|pattern| glob::compile(pattern).is_ok()), "{}", kind.name);
        }
    }
}
