//! Hashes of what results depend on: the suite, whoever judges, and whoever is judged.

use std::{
    fs,
    path::{Path, PathBuf},
};

use ::scoreboard::Method;
use serde::Serialize;
use suite::hash::sha256;

use crate::{
    adapters::registry::Adapter,
    arguments::workspace,
    failure::{Failure, Result},
};

/// The parts of a suite that judge; its snapshots and schemas do not.
const SUITE: [&str; 5] = ["cases", "certified", "data", "laws", "hunts.toml"];
/// The sources of those who judge.
const JUDGES: [&str; 3] = ["crates/suite/src", "crates/props/src", "crates/scoreboard/src/trace.rs"];
/// The sources of the reference, and the versions of what it is built on.
const REFERENCE: [&str; 3] = ["crates/reference/src", "adapters/reference/src", "Cargo.lock"];

/// Of a suite.
pub fn of_suite(directory: &Path) -> Result<String> {
    of_files(directory, &SUITE)
}

/// Of the suite and of all that has a say in every result.
pub fn of_judges(golden: &str, method: &Method) -> Result<String> {
    let sources = of_files(&workspace(), &JUDGES)?;
    Ok(of_words(&[
        golden,
        &sources,
        &method.slack.to_string(),
        &method.laws_cases.to_string(),
        &method.seed.to_string(),
    ]))
}

/// Of the reference.
pub fn of_reference(judges: &str) -> Result<String> {
    Ok(of_words(&[judges, &of_files(&workspace(), &REFERENCE)?]))
}

/// What several adapters may be made of, beside their folders.
const COMMON: [&str; 1] = ["adapters/common"];

/// Of an adapter: what it was set up from, what it shares with others, and what it is known to fail.
pub fn of_adapter(judges: &str, receipt: &impl Serialize, adapter: &Adapter) -> Result<String> {
    let receipt = serde_json::to_string(receipt).expect("a receipt is JSON");
    let known = adapter.known_failures().map(|path| read(&path)).transpose()?.unwrap_or_default();
    Ok(of_words(&[judges, &receipt, &of_files(&adapter.root, &COMMON)?, &sha256(&known)]))
}

fn of_words(words: &[&str]) -> String {
    sha256(serde_json::to_string(words).expect("words are JSON").as_bytes())
}

/// Of the files at or below some places, each with its path; a place where nothing is counts as empty.
fn of_files(root: &Path, places: &[&str]) -> Result<String> {
    let mut files = Vec::new();
    for place in places {
        collect(&root.join(place), &mut files)?;
    }
    files.sort();
    let mut lines = String::new();
    for path in files {
        let below = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
        lines.push_str(&format!("{below}\n{}\n", sha256(&read(&path)?)));
    }
    Ok(sha256(lines.as_bytes()))
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    if path.is_file() {
        files.push(path.to_owned());
    } else if path.is_dir() {
        for entry in fs::read_dir(path).map_err(|error| unreadable(path, &error))? {
            collect(&entry.map_err(|error| unreadable(path, &error))?.path(), files)?;
        }
    }
    Ok(())
}

fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).map_err(|error| unreadable(path, &error))
}

fn unreadable(path: &Path, error: &std::io::Error) -> Failure {
    Failure::usage(format!("{} cannot be read: {error}", path.display()))
}
