//! Tries laws on an implementation: so many random cases each, from a seed, and the first that breaks one shrunk to the smallest.

use std::ops::{ControlFlow, Range};

use proptest::{
    strategy::{Strategy, ValueTree},
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};
use sha2::{Digest, Sha256};
use suite::{format::Case, implementation::Implementation};

use crate::{
    law::{Law, Stop, Violation},
    patience::Watched,
};

/// The most questions that shrinking one violation may cost.
const MOST_SHRINKS: usize = 400;

/// How a law is tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plan {
    /// How many cases.
    pub cases: usize,
    /// The seed: the same seed, law and number of the case are the same case.
    pub seed: u64,
}

/// What came of trying one law.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Trial {
    /// The cases on which it holds.
    pub held: usize,
    /// The cases that the implementation cannot express, and why, for the first of them.
    pub unsupported: (usize, Option<String>),
    /// The cases of which the law says nothing.
    pub inapplicable: (usize, Option<String>),
    /// The first violation. After it the cases of other models alone are tried, since one that is broken would hide them.
    pub broken: Option<Broken>,
    /// The other models on whose cases the law is broken, each with the first of them.
    pub also: Vec<Also>,
}

/// A model on whose cases a law is broken too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Also {
    /// "gaussian/tied".
    pub model: String,
    /// Which case of the seed broke it, from 0.
    pub index: usize,
}

/// A law that was broken, on the smallest case that still breaks it.
#[derive(Clone, Debug, PartialEq)]
pub struct Broken {
    /// Which case of the seed broke it, from 0.
    pub index: usize,
    /// The smallest case found.
    pub case: Case,
    /// What is wrong there.
    pub violation: Violation,
    /// How many smaller cases were tried.
    pub shrinks: usize,
}

impl Trial {
    /// The cases that were tried, up to the first violation.
    #[must_use]
    pub fn tried(&self) -> usize {
        self.held + self.unsupported.0 + self.inapplicable.0 + usize::from(self.broken.is_some())
    }
}

/// Tries a law. `progress` is told of every case before it is put, and of every smaller one, and may stop the trial. Cases are counted up to the
/// first violation.
pub fn try_law(
    law: &Law,
    implementation: &mut dyn Implementation,
    plan: Plan,
    progress: &mut dyn FnMut() -> ControlFlow<()>,
) -> Trial {
    let mut implementation = Watched::new(implementation);
    let cases = (law.cases)();
    let mut trial = Trial::default();
    for index in 0..plan.cases {
        if progress().is_break() {
            break;
        }
        let mut tree = tree(&cases, law, plan.seed, index);
        match law.try_on(&mut implementation, &tree.current()) {
            Ok(()) => trial.held += 1,
            Err(Stop::Unsupported(reason)) => count(&mut trial.unsupported, reason),
            Err(Stop::Inapplicable(reason)) => count(&mut trial.inapplicable, reason),
            Err(Stop::Broken(violation)) => {
                let first = Broken { index, case: tree.current(), violation, shrinks: 0 };
                let model = first.case.family_label();
                trial.broken = Some(shrink(law, &mut implementation, tree.as_mut(), first, progress));
                let rest = index + 1..plan.cases;
                trial.also = others(law, &mut implementation, (plan.seed, rest), vec![model], progress);
                break;
            }
        }
    }
    trial
}

/// The models other than the known ones on which the rest of the cases break a law. An implementation that does not answer is asked no more.
fn others(
    law: &Law,
    implementation: &mut Watched,
    (seed, rest): (u64, Range<usize>),
    mut known: Vec<String>,
    progress: &mut dyn FnMut() -> ControlFlow<()>,
) -> Vec<Also> {
    let cases = (law.cases)();
    let mut also = Vec::new();
    for index in rest {
        if !implementation.is_lively() || progress().is_break() {
            break;
        }
        let case = tree(&cases, law, seed, index).current();
        let model = case.family_label();
        if !known.contains(&model) && matches!(law.try_on(implementation, &case), Err(Stop::Broken(_))) {
            known.push(model.clone());
            also.push(Also { model, index });
        }
    }
    also
}

/// One case of a law, as a seed and its number make it.
#[must_use]
pub fn case_of(law: &Law, seed: u64, index: usize) -> Case {
    tree(&(law.cases)(), law, seed, index).current()
}

fn count((number, first): &mut (usize, Option<String>), reason: String) {
    *number += 1;
    first.get_or_insert(reason);
}

type Tree = Box<dyn ValueTree<Value = Case>>;

/// The case of a number, with all smaller ones. Its generator is seeded by the law's name too, so that a law added or left out changes no
/// other's cases.
fn tree(cases: &proptest::strategy::BoxedStrategy<Case>, law: &Law, seed: u64, index: usize) -> Tree {
    let seed = Sha256::new()
        .chain_update(law.name)
        .chain_update(seed.to_le_bytes())
        .chain_update((index as u64).to_le_bytes())
        .finalize();
    let mut runner = TestRunner::new_with_rng(Config::default(), TestRng::from_seed(RngAlgorithm::ChaCha, &seed));
    cases.new_tree(&mut runner).expect("no strategy of ours rejects what it draws")
}

/// Walks down the tree: simpler while the law stays broken, back where it is not. An implementation that does not answer is not asked for
/// long.
fn shrink(
    law: &Law,
    implementation: &mut Watched,
    tree: &mut dyn ValueTree<Value = Case>,
    first: Broken,
    progress: &mut dyn FnMut() -> ControlFlow<()>,
) -> Broken {
    let mut smallest = first;
    let mut moved = tree.simplify();
    while moved && implementation.is_lively() && smallest.shrinks < MOST_SHRINKS && progress().is_continue() {
        smallest.shrinks += 1;
        let case = tree.current();
        moved = match law.try_on(implementation, &case) {
            Err(Stop::Broken(violation)) => {
                smallest = Broken { case, violation, ..smallest };
                tree.simplify()
            }
            _ => tree.complicate(),
        };
    }
    smallest
}
