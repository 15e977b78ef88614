//! What became of each mutant, kept while the run goes on, so that one that is stopped can be taken up again.

use std::{
    collections::HashMap,
    fs::{self, File, OpenOptions},
    io::Write,
    path::{Path, PathBuf},
    sync::Mutex,
};

use serde_json::{Value, json};

use super::super::{copy::State, tried::Outcome};
use crate::failure::{Failure, Result};

/// What became of a mutant, and the state of the code in which it did.
type Entry = (Outcome, String);

/// The outcomes so far. Tests are added and seldom taken away: what died is dead as long as its file is the same, and everything else has to
/// be tried again whenever any file has changed.
pub struct Ledger {
    path: PathBuf,
    state: State,
    known: Mutex<(HashMap<String, Entry>, File)>,
}

impl Ledger {
    /// Opens a ledger.
    pub fn open(path: &Path, state: State) -> Result<Self> {
        let fail = |error: std::io::Error| unwritable(path, &error);
        let text = fs::read_to_string(path).unwrap_or_default();
        let entry = |line: &str| {
            // The last line may have been cut short.
            let (name, outcome, digest): (String, Outcome, String) = serde_json::from_str(line).ok()?;
            Some((name, (outcome, digest)))
        };
        let known = text.lines().filter_map(entry).collect();
        let mut file = OpenOptions::new().create(true).append(true).open(path).map_err(fail)?;
        if !text.is_empty() && !text.ends_with('\n') {
            file.write_all(b"\n").map_err(fail)?;
        }
        Ok(Self { path: path.to_owned(), state, known: Mutex::new((known, file)) })
    }

    /// What became of a mutant, if that still holds.
    pub fn outcome(&self, name: &str) -> Option<Outcome> {
        let known = self.known.lock().expect("no panic under the lock");
        let (outcome, digest) = known.0.get(name)?;
        (self.digest(name, *outcome) == digest).then_some(*outcome)
    }

    /// The state on which an outcome depends.
    fn digest(&self, name: &str, outcome: Outcome) -> &str {
        let file = name.split_once(':').map_or(name, |(file, _)| file);
        match outcome {
            Outcome::Missed => &self.state.whole,
            _ => self.state.files.get(file).map_or("", String::as_str),
        }
    }

    /// Enters what became of a mutant.
    pub fn enter(&self, name: &str, outcome: Outcome) -> Result<()> {
        let digest = self.digest(name, outcome).to_owned();
        let mut known = self.known.lock().expect("no panic under the lock");
        let line = format!("{}\n", json!([name, outcome, digest]));
        known.1.write_all(line.as_bytes()).map_err(|error| unwritable(&self.path, &error))?;
        known.0.insert(name.to_owned(), (outcome, digest));
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

    fn state(file: &str, whole: &str) -> State {
        State { files: HashMap::from([("a.rs".to_owned(), file.to_owned())]), whole: whole.to_owned() }
    }

    #[test]
    fn a_ledger_is_taken_up_again_as_far_as_the_code_is_the_same() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("ledger");
        let (dead, alive) = ("a.rs:1:2: replace + with -", "a.rs:1:3: m");
        Ledger::open(&path, state("1", "1")).unwrap().enter(dead, Outcome::Caught).unwrap();
        fs::write(&path, fs::read_to_string(&path).unwrap() + "[\"cut sho").unwrap();
        Ledger::open(&path, state("1", "1")).unwrap().enter(alive, Outcome::Missed).unwrap();
        let outcomes = |file, whole| {
            let ledger = Ledger::open(&path, state(file, whole)).unwrap();
            (ledger.outcome(dead), ledger.outcome(alive))
        };
        assert_eq!(outcomes("1", "1"), (Some(Outcome::Caught), Some(Outcome::Missed)));
        assert_eq!(outcomes("1", "2"), (Some(Outcome::Caught), None));
        assert_eq!(outcomes("2", "2"), (None, None));
        let whole = json!({"name": "b"});
        let ledger = Ledger::open(&path, state("1", "1")).unwrap();
        let outcomes = ledger.outcomes([(alive, &whole), ("c", &whole)].into_iter());
        assert_eq!(outcomes, json!({"outcomes": [{"scenario": {"Mutant": whole}, "summary": "MissedMutant"}]}));
    }
}
