//! What became of each mutant, kept while the run goes on, so that one that is stopped can be taken up again.

use std::{
    collections::{HashMap, HashSet},
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

/// What is known: what became of mutants, and which slow tests they have passed, with the test and the state of its code.
#[derive(Default)]
struct Known {
    outcomes: HashMap<String, Entry>,
    passed: HashSet<(String, String, String)>,
}

/// The outcomes so far. Tests are added and seldom taken away: what died is dead as long as the code of its file is the same, and
/// everything else has to be tried again whenever any file has changed; but for the slow tests that it has passed, as long as they and all
/// code are the same.
pub struct Ledger {
    path: PathBuf,
    state: State,
    known: Mutex<(Known, File)>,
}

impl Ledger {
    /// Opens a ledger.
    pub fn open(path: &Path, state: State) -> Result<Self> {
        let fail = |error: std::io::Error| unwritable(path, &error);
        let text = fs::read_to_string(path).unwrap_or_default();
        let mut known = Known::default();
        for line in text.lines() {
            // The last line may have been cut short.
            if let Ok((name, outcome, digest)) = serde_json::from_str(line) {
                known.outcomes.insert(name, (outcome, digest));
            } else if let Ok((name, "passed", test, digest)) = serde_json::from_str::<(_, &str, _, _)>(line) {
                known.passed.insert((name, test, digest));
            }
        }
        let mut file = OpenOptions::new().create(true).append(true).open(path).map_err(fail)?;
        if !text.is_empty() && !text.ends_with('\n') {
            file.write_all(b"\n").map_err(fail)?;
        }
        Ok(Self { path: path.to_owned(), state, known: Mutex::new((known, file)) })
    }

    /// What became of a mutant, if that still holds.
    pub fn outcome(&self, name: &str) -> Option<Outcome> {
        let known = self.known.lock().expect("no panic under the lock");
        let (outcome, digest) = known.0.outcomes.get(name)?;
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
        known.0.outcomes.insert(name.to_owned(), (outcome, digest));
        Ok(())
    }

    /// Whether a mutant has passed a test of a file of tests.
    pub fn has_passed(&self, name: &str, test: &str, file: &str) -> bool {
        let key = (name.to_owned(), test.to_owned(), self.state.with_tests(file));
        self.known.lock().expect("no panic under the lock").0.passed.contains(&key)
    }

    /// Enters that a mutant has passed a test.
    pub fn enter_passed(&self, name: &str, test: &str, file: &str) -> Result<()> {
        let digest = self.state.with_tests(file);
        let mut known = self.known.lock().expect("no panic under the lock");
        let line = format!("{}\n", json!([name, "passed", test, digest]));
        known.1.write_all(line.as_bytes()).map_err(|error| unwritable(&self.path, &error))?;
        known.0.passed.insert((name.to_owned(), test.to_owned(), digest));
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
        let files = [("a.rs", file), ("p/tests/t.rs", "1"), ("p/tests/u.rs", whole)];
        State::of(files.into_iter().map(|(file, text)| (text.as_bytes().to_vec(), file.to_owned())))
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
        Ledger::open(&path, state("1", "1")).unwrap().enter_passed(alive, "t::a", "p/tests/t.rs").unwrap();
        let has_passed = |file, whole| {
            let ledger = Ledger::open(&path, state(file, whole)).unwrap();
            ledger.has_passed(alive, "t::a", "p/tests/t.rs")
        };
        assert!(has_passed("1", "1") && has_passed("1", "2"));
        assert!(!has_passed("2", "1"));
        let whole = json!({"name": "b"});
        let ledger = Ledger::open(&path, state("1", "1")).unwrap();
        assert!(!ledger.has_passed(dead, "t::a", "p/tests/t.rs"));
        let outcomes = ledger.outcomes([(alive, &whole), ("c", &whole)].into_iter());
        assert_eq!(outcomes, json!({"outcomes": [{"scenario": {"Mutant": whole}, "summary": "MissedMutant"}]}));
    }
}
