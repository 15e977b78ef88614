//! The targets: each a claim, a function that tries it on bytes, and seeds made from the golden suite. A new one is a file and a line
//! here, and a file of three lines in `fuzz/fuzz_targets`.

mod bayes;
mod case_reader;
mod certified_reader;
pub mod conversation;
mod em;
mod reply_reader;
pub mod server;
mod table_reader;
mod verdict;

use crate::seeds::Seed;

/// One fuzz target.
#[derive(Clone, Copy)]
pub struct Target {
    /// Its permanent name, that of its binary and of its corpus.
    pub name: &'static str,
    /// What it claims, in one sentence.
    pub claim: &'static str,
    /// Tries the claim; panics where it is broken.
    pub run: fn(&[u8]),
    /// Inputs to start from.
    pub seeds: fn() -> Vec<Seed>,
}

/// Every target.
pub const ALL: &[Target] = &[
    bayes::TARGET,
    case_reader::TARGET,
    certified_reader::TARGET,
    conversation::TARGET,
    em::TARGET,
    reply_reader::TARGET,
    server::TARGET,
    table_reader::TARGET,
    verdict::TARGET,
];

/// The target of a name.
#[must_use]
pub fn named(name: &str) -> Option<&'static Target> {
    ALL.iter().find(|target| target.name == name)
}
