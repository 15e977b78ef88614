//! The committed list of survivors: mutants that no test can tell from the code, or that do no harm, each with the reason.
//! An entry names its place by the line's text, so that it stays true while other lines change.

use std::{fs, path::Path};

use serde::Deserialize;

use super::tried::Tried;
use crate::failure::{Failure, Result};

/// The list.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Survivors {
    #[serde(default)]
    survivor: Vec<Survivor>,
}

/// One mutant that is known to survive.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Survivor {
    file: String,
    mutant: String,
    at: Option<String>,
    reason: String,
}

impl Survivor {
    fn names(&self, tried: &Tried) -> bool {
        self.file == tried.file && self.mutant == tried.mutant && self.at == tried.at
    }

    /// What is wrong with the entry after a run, in words.
    fn fault(&self, tried: &[Tried], whole_files: bool) -> Option<&'static str> {
        let mut named = tried.iter().filter(|tried| self.names(tried)).peekable();
        match named.peek() {
            Some(_) => (!named.any(Tried::survived)).then_some("it no longer survives"),
            None => {
                let gone = whole_files && tried.iter().any(|tried| tried.file == self.file);
                gone.then_some("there is no such mutant")
            }
        }
    }
}

impl Survivors {
    /// Reads the list, strictly: every entry has a reason.
    pub fn read(path: &Path) -> Result<Self> {
        let fail = |error: &dyn std::fmt::Display| Failure::usage(format!("{}: {error}", path.display()));
        let text = fs::read_to_string(path).map_err(|error| fail(&error))?;
        let list: Self = toml::from_str(&text).map_err(|error| fail(&error))?;
        match list.survivor.iter().find(|entry| entry.reason.trim().is_empty()) {
            Some(entry) => Err(fail(&format!("`{}` in {} needs a reason", entry.mutant, entry.file))),
            None => Ok(list),
        }
    }

    /// Whether the list has a mutant.
    pub fn has(&self, tried: &Tried) -> bool {
        self.survivor.iter().any(|entry| entry.names(tried))
    }

    /// The survivors that are not listed.
    pub fn unlisted<'a>(&self, tried: &'a [Tried]) -> Vec<&'a Tried> {
        tried.iter().filter(|tried| tried.survived() && !self.has(tried)).collect()
    }

    /// The entries that a run has shown to be stale; `whole_files` where it tried every mutant of each file it came to.
    pub fn stale(&self, tried: &[Tried], whole_files: bool) -> Vec<String> {
        let line = |entry: &Survivor| {
            let fault = entry.fault(tried, whole_files)?;
            let at = entry.at.as_ref().map_or(String::new(), |at| format!(" at `{at}`"));
            Some(format!("  {}: {}{at}: {fault}", entry.file, entry.mutant))
        };
        self.survivor.iter().filter_map(line).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{super::tried::Outcome, *};

    fn list(text: &str) -> Result<Survivors> {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("survivors.toml");
        fs::write(&path, text).unwrap();
        Survivors::read(&path)
    }

    fn tried(mutant: &str, at: &str, outcome: Outcome) -> Tried {
        let owned = str::to_owned;
        let (name, package, file) = (owned("a.rs:1:1: m"), owned("p"), owned("a.rs"));
        Tried { name, package, file, mutant: owned(mutant), at: Some(owned(at)), outcome }
    }

    #[test]
    fn a_survivor_must_be_listed_and_an_entry_must_survive() {
        let survivor = tried("replace < with <= in f", "if a «<» b {", Outcome::Missed);
        let listed = list(&survivor.entry().replace("reason = \"\"", "reason = \"equal there\"")).unwrap();
        let run = [survivor.clone(), tried("replace < with > in f", "if a «<» b {", Outcome::Caught)];
        assert!(listed.unlisted(&run).is_empty() && listed.stale(&run, true).is_empty());
        assert_eq!(Survivors::default().unlisted(&run), [&survivor]);

        let caught = [Tried { outcome: Outcome::Caught, ..survivor.clone() }];
        assert!(listed.stale(&caught, false)[0].contains("no longer survives"));
        let moved = [Tried { at: None, ..survivor.clone() }];
        assert!(listed.stale(&moved, true)[0].contains("no such mutant"));
        assert!(listed.stale(&moved, false).is_empty());
        let elsewhere = [Tried { file: "b.rs".to_owned(), ..survivor }];
        assert!(listed.stale(&elsewhere, true).is_empty());
    }

    #[test]
    fn an_entry_needs_a_reason() {
        assert!(list(&tried("m", "a", Outcome::Missed).entry()).is_err());
    }
}
