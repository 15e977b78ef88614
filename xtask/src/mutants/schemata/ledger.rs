//! What became of each mutant, kept while the run goes on, so that one that is stopped can be taken up again.

use std::{
    collections::HashMap,
    fs::{self, File, OpenOptions},
    io::Write,
    path::{Path, PathBuf},
    sync::Mutex,
};

use serde_json::{Value, json};

use super::super::tried::Outcome;
use crate::failure::{Failure, Result};

/// The outcomes so far.
pub struct Ledger {
    path: PathBuf,
    known: Mutex<(HashMap<String, Outcome>, File)>,
}

impl Ledger {
    /// Opens the ledger of a state of the code, `digest`; what is said of another state is forgotten.
    pub fn open(path: &Path, digest: &str) -> Result<Self> {
        let fail = |error: std::io::Error| unwritable(path, &error);
        let text = fs::read_to_string(path).unwrap_or_default();
        let mut lines = text.lines();
        let mut known = HashMap::new();
        if lines.next() == Some(digest) {
            // The last line may have been cut short.
            known.extend(lines.filter_map(|line| serde_json::from_str::<(String, Outcome)>(line).ok()));
        } else {
            fs::write(path, format!("{digest}\n")).map_err(fail)?;
        }
        let mut file = OpenOptions::new().append(true).open(path).map_err(fail)?;
        if !known.is_empty() && !text.ends_with('\n') {
            file.write_all(b"\n").map_err(fail)?;
        }
        Ok(Self { path: path.to_owned(), known: Mutex::new((known, file)) })
    }

    /// What became of a mutant.
    pub fn outcome(&self, name: &str) -> Option<Outcome> {
        self.known.lock().expect("no panic under the lock").0.get(name).copied()
    }

    /// Enters what became of a mutant.
    pub fn enter(&self, name: &str, outcome: Outcome) -> Result<()> {
        let mut known = self.known.lock().expect("no panic under the lock");
        let line = format!("{}\n", json!([name, outcome]));
        known.1.write_all(line.as_bytes()).map_err(|error| unwritable(&self.path, &error))?;
        known.0.insert(name.to_owned(), outcome);
        Ok(())
    }

    /// A file as `cargo mutants` writes its outcomes.
    pub fn outcomes<'a>(&self, mutants: impl Iterator<Item = (&'a str, &'a Value)>) -> Value {
        let scene = |(name, whole): (&str, &Value)| {
            let summary = self.outcome(name)?;
            Some(json!({"scenario": {"Mutant": whole}, "summary": summary}))
        };
        json!({"outcomes": mutants.filter_map(scene).collect::<Vec<_>>()})
    }
}

fn unwritable(path: &Path, error: &std::io::Error) -> Failure {
    Failure::usage(format!("{} cannot be written: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ledger_is_taken_up_again_unless_the_code_has_changed() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("ledger");
        let ledger = Ledger::open(&path, "one").unwrap();
        ledger.enter("a.rs:1:2: replace + with -", Outcome::Caught).unwrap();
        drop(ledger);
        fs::write(&path, fs::read_to_string(&path).unwrap() + "[\"cut sho").unwrap();
        let ledger = Ledger::open(&path, "one").unwrap();
        assert_eq!(ledger.outcome("a.rs:1:2: replace + with -"), Some(Outcome::Caught));
        ledger.enter("b", Outcome::Missed).unwrap();
        assert_eq!(Ledger::open(&path, "one").unwrap().outcome("b"), Some(Outcome::Missed));
        let whole = json!({"name": "b"});
        let outcomes = ledger.outcomes([("b", &whole), ("c", &whole)].into_iter());
        assert_eq!(outcomes, json!({"outcomes": [{"scenario": {"Mutant": whole}, "summary": "MissedMutant"}]}));
        assert_eq!(Ledger::open(&path, "two").unwrap().outcome("b"), None);
    }
}
