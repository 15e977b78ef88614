//! Inputs to start from, made from the golden suite: `cargo xtask fuzz --seeds` writes them to `fuzz/corpus`.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::OnceLock,
};

use suite::{
    format::{Case, Operation},
    golden::Suite,
};

use crate::question;

/// An input, and the name of its file.
pub type Seed = (String, Vec<u8>);

/// The most seeds of a target.
const MOST: usize = 40;
/// The longest seed.
const LONGEST: usize = 1000;

/// The root of the workspace.
#[must_use]
pub fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).expect("a crate of the workspace").to_owned()
}

/// The golden suite, read once.
///
/// # Panics
/// Where it cannot be read.
pub fn golden() -> &'static Suite {
    static SUITE: OnceLock<Suite> = OnceLock::new();
    SUITE.get_or_init(|| Suite::open(&workspace().join("golden")).expect("the golden suite"))
}

/// The golden cases that are small enough for a question, as few of a kind as there is room for.
#[must_use]
pub fn of_questions(operations: &[Operation]) -> Vec<Seed> {
    let mut kinds: BTreeMap<String, Vec<Seed>> = BTreeMap::new();
    for case in &golden().cases {
        let Some(bytes) = resolved(case).and_then(|case| question::written(&case, operations)) else { continue };
        if bytes.len() <= LONGEST {
            let kind = format!("{} {} {:?}", case.operation, case.family_label(), case.expect);
            kinds.entry(kind).or_default().push((file_name(case), bytes));
        }
    }
    in_turn(kinds)
}

/// One of each kind, then a second of each, until there are enough.
fn in_turn(kinds: BTreeMap<String, Vec<Seed>>) -> Vec<Seed> {
    let mut queues: Vec<_> = kinds.into_values().map(Vec::into_iter).collect();
    let mut chosen = Vec::new();
    while chosen.len() < MOST {
        let before = chosen.len();
        chosen.extend(queues.iter_mut().filter_map(Iterator::next));
        if chosen.len() == before {
            break;
        }
    }
    chosen.truncate(MOST);
    chosen
}

fn resolved(case: &Case) -> Option<Case> {
    golden().data.resolve(case).ok()
}

fn file_name(case: &Case) -> String {
    case.name().replace('/', "-")
}
