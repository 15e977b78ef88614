//! Inputs to start from, made from the golden suite: `cargo xtask fuzz --seeds` writes them to `fuzz/corpus`.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    sync::OnceLock,
};

use serde_json::json;
use suite::{
    format::{Case, Operation},
    golden::Suite,
};

use crate::{question, target::server};

/// An input, and the name of its file.
pub type Seed = (String, Vec<u8>);

/// The most seeds of a target.
const MOST: usize = 40;
/// The longest seed.
const LONGEST: usize = 1500;

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
            kinds.entry(kind(case)).or_default().push((file_name(case), bytes));
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

/// The shortest files of each kind of case, as they stand.
#[must_use]
pub fn of_files(path: &dyn Fn(&Suite, &Case) -> PathBuf) -> Vec<Seed> {
    of_texts(|case| fs::read(path(golden(), case)).ok())
}

/// Requests to compute the shortest cases of each kind, and some others.
#[must_use]
pub fn of_requests() -> Vec<Seed> {
    let request = |case: &Case| {
        let case = resolved(case)?;
        Some(json!({ "protocol": 1, "id": 5, "op": "run", "case": case }).to_string().into_bytes())
    };
    let mut seeds = server::others();
    let mut cases = of_texts(request);
    cases.truncate(MOST - seeds.len());
    seeds.extend(cases);
    seeds
}

/// The first lines of the golden tables.
#[must_use]
pub fn of_tables() -> Vec<Seed> {
    let names = golden().data.names().expect("the golden tables");
    let first_lines = |name: String| {
        let bytes = golden().data.csv_bytes(&name).expect("a golden table");
        let lines: Vec<&[u8]> = bytes.split_inclusive(|&byte| byte == b'\n').take(4).collect();
        (name, lines.concat())
    };
    names.into_iter().map(first_lines).filter(|(_, bytes)| bytes.len() <= LONGEST).take(MOST).collect()
}

/// A text of every case that has a short one, the shortest of a kind first.
fn of_texts(text: impl Fn(&Case) -> Option<Vec<u8>>) -> Vec<Seed> {
    let mut kinds: BTreeMap<String, Vec<Seed>> = BTreeMap::new();
    for case in &golden().cases {
        let Some(bytes) = text(case).filter(|bytes| bytes.len() <= LONGEST) else { continue };
        kinds.entry(kind(case)).or_default().push((file_name(case), bytes));
    }
    kinds.values_mut().for_each(|seeds| seeds.sort_by_key(|(_, bytes)| bytes.len()));
    in_turn(kinds)
}

fn kind(case: &Case) -> String {
    format!("{} {} {:?}", case.operation, case.family_label(), case.expect)
}

fn resolved(case: &Case) -> Option<Case> {
    golden().data.resolve(case).ok()
}

fn file_name(case: &Case) -> String {
    case.name().replace('/', "-")
}
