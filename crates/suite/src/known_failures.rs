//! Known failures: ids that may fail, each with a reason. An entry that matches no case, or a case that passes, is an error:
//! a list of exceptions that nobody has to shorten grows for ever.

use std::path::Path;

use globset::GlobMatcher;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    error::{Error, Result, parse_toml, read_text},
    glob::compile,
};

/// The file given to `--known-failures`, in TOML.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct KnownFailuresFile {
    /// The entries.
    #[serde(default)]
    pub known: Vec<Known>,
}

/// One exception.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Known {
    /// A glob over case ids; `*` goes across `/`.
    pub id: String,
    /// Why they fail.
    pub reason: String,
    /// Where it is followed up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issue: Option<String>,
}

/// The entries, ready to match.
#[derive(Debug, Default)]
pub struct KnownFailures(Vec<(GlobMatcher, Known)>);

impl KnownFailures {
    /// Reads a list, strictly; `ids` are those of the whole suite, whatever part of it is run.
    ///
    /// # Errors
    /// When the file is not of the format, or an entry has no reason, is no glob or matches no case.
    pub fn read<'a>(path: &Path, ids: impl IntoIterator<Item = &'a str> + Clone) -> Result<Self> {
        let file: KnownFailuresFile = parse_toml(path, &read_text(path)?)?;
        let entries = file.known.into_iter().enumerate().map(|(index, known)| {
            let broken =
                |field: &str, message: String| Error::broken(path, 0, &format!("known[{index}].{field}"), message);
            if known.reason.trim().is_empty() {
                return Err(broken("reason", format!("`{}` needs a reason", known.id)));
            }
            let glob = compile(&known.id).map_err(|message| broken("id", message))?;
            match ids.clone().into_iter().any(|id| glob.is_match(id)) {
                true => Ok((glob, known)),
                false => Err(broken("id", format!("`{}` matches no case of the suite", known.id))),
            }
        });
        Ok(Self(entries.collect::<Result<_>>()?))
    }

    /// The first entry that covers a case.
    #[must_use]
    pub fn covering(&self, id: &str) -> Option<&Known> {
        self.0.iter().find(|(glob, _)| glob.is_match(id)).map(|(_, known)| known)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> std::result::Result<KnownFailures, String> {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("known.toml");
        std::fs::write(&path, text).unwrap();
        KnownFailures::read(&path, ["gaussian/a", "gaussian/b", "poisson/a"])
            .map_err(|error| error.to_string().replace(path.to_str().unwrap(), "known.toml"))
    }

    #[test]
    fn an_entry_covers_what_its_glob_matches() {
        let known = read("[[known]]\nid = \"gaussian/*\"\nreason = \"no Cholesky\"\nissue = \"#4\"\n").unwrap();
        assert_eq!(known.covering("gaussian/b").unwrap().reason, "no Cholesky");
        assert_eq!(known.covering("poisson/a"), None);
    }

    #[test]
    fn entries_without_sense_are_errors() {
        for (text, message) in [
            (
                "[[known]]\nid = \"gaussian/c\"\nreason = \"r\"\n",
                "known.toml: `known[0].id`: `gaussian/c` matches no case",
            ),
            (
                "[[known]]\nid = \"gaussian/a\"\nreason = \" \"\n",
                "known.toml: `known[0].reason`: `gaussian/a` needs a reason",
            ),
            ("[[known]]\nid = \"gaussian/a\"\n", "known.toml:1: `known[0]`: missing field `reason`"),
            (
                "\n[[known]]\nid = \"poisson/a\"\nreason = \"r\"\nwhy = 1\n",
                "known.toml:5: `known[0].why`: unknown field `why`",
            ),
            ("[[known]]\nid = \"[\"\nreason = \"r\"\n", "known.toml: `known[0].id`: `[` is no glob"),
        ] {
            let found = read(text).unwrap_err();
            assert!(found.starts_with(message), "{found}");
        }
    }
}
