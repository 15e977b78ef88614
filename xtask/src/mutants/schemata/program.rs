//! The tests, built with all mutants in them: cargo is run until nothing is left that does not compile.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use serde::Deserialize;

use super::{PROFILE, weave::Woven};
use crate::failure::{Failure, Result};

/// A program of tests.
#[derive(Clone, Debug)]
pub struct Program {
    /// Its file.
    pub path: PathBuf,
    /// Where cargo would run it: the directory of its package.
    pub directory: PathBuf,
    /// Whether it is of files of tests, and not of a library with the tests in it.
    pub is_of_files: bool,
}

/// What came of a build.
pub enum Built {
    /// It compiles.
    Programs(Vec<Program>),
    /// The mutants that do not.
    Unviable(BTreeSet<u32>),
}

/// Builds the tests of a woven tree; `packages` are arguments of `cargo test`.
pub fn build(tree: &Path, target: &Path, packages: &[String], woven: &BTreeMap<String, Woven>) -> Result<Built> {
    let mut command = Command::new(super::super::laboratory::cargo());
    command.args(["test", "--no-run", "--lib", "--tests", "--message-format=json", PROFILE]).args(packages);
    command.current_dir(tree).env("CARGO_TARGET_DIR", target).stderr(Stdio::inherit());
    // Built once and run thousands of times: the slow tests take a seventh of what they do otherwise.
    command.env("CARGO_PROFILE_MUTANTS_OPT_LEVEL", "2");
    let output = command.output().map_err(|error| Failure::usage(format!("cargo cannot be started: {error}")))?;
    let lines = output.stdout.split(|&byte| byte == b'\n').filter(|line| !line.is_empty());
    let messages: Vec<Message> = lines.filter_map(|line| serde_json::from_slice(line).ok()).collect();
    if output.status.success() {
        return Ok(Built::Programs(messages.iter().filter_map(Message::program).collect()));
    }
    let errors: Vec<&Diagnostic> = messages.iter().filter_map(Message::error).collect();
    let unviable: BTreeSet<u32> = errors.iter().flat_map(|error| error.mutants(woven)).collect();
    match errors.first() {
        _ if !unviable.is_empty() => Ok(Built::Unviable(unviable)),
        Some(error) => Err(Failure::usage(format!("the woven code does not compile:\n{}", error.rendered))),
        None => Err(Failure::usage("the woven code cannot be built")),
    }
}

#[derive(Deserialize)]
#[serde(tag = "reason", rename_all = "kebab-case")]
enum Message {
    #[serde(rename = "compiler-message")]
    Diagnosed {
        message: Diagnostic,
    },
    CompilerArtifact {
        executable: Option<PathBuf>,
        manifest_path: PathBuf,
        profile: Profile,
        target: Target,
    },
    #[serde(other)]
    Other,
}

#[derive(Deserialize)]
struct Profile {
    test: bool,
}

#[derive(Deserialize)]
struct Target {
    kind: Vec<String>,
}

#[derive(Deserialize)]
struct Diagnostic {
    level: String,
    rendered: String,
    spans: Vec<Place>,
}

#[derive(Deserialize)]
struct Place {
    file_name: String,
    line_start: usize,
    is_primary: bool,
    expansion: Option<Box<Expansion>>,
}

#[derive(Deserialize)]
struct Expansion {
    span: Place,
}

impl Message {
    fn program(&self) -> Option<Program> {
        match self {
            Self::CompilerArtifact {
                executable: Some(path),
                manifest_path,
                profile: Profile { test: true },
                target,
            } => {
                let directory = manifest_path.parent()?.to_owned();
                Some(Program { path: path.clone(), directory, is_of_files: target.kind == ["test"] })
            }
            _ => None,
        }
    }

    /// An error with a place; the others only count.
    fn error(&self) -> Option<&Diagnostic> {
        match self {
            Self::Diagnosed { message } if message.level == "error" && !message.spans.is_empty() => Some(message),
            _ => None,
        }
    }
}

impl Diagnostic {
    /// The mutants in whose arms the error is.
    fn mutants(&self, woven: &BTreeMap<String, Woven>) -> Vec<u32> {
        let primary = self.spans.iter().filter(|place| place.is_primary);
        primary.flat_map(Place::with_expansions).filter_map(|place| place.mutant(woven)).collect()
    }
}

impl Place {
    /// The place, and where the macro is called that it is in.
    fn with_expansions(&self) -> impl Iterator<Item = &Self> {
        std::iter::successors(Some(self), |place| place.expansion.as_ref().map(|expansion| &expansion.span))
    }

    fn mutant(&self, woven: &BTreeMap<String, Woven>) -> Option<u32> {
        let arms = &woven.get(&self.file_name)?.arms;
        arms.iter().find(|(lines, _)| lines.contains(&self.line_start)).map(|&(_, number)| number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_is_of_the_mutant_in_whose_arm_it_is() {
        let woven = Woven { arms: vec![(3..6, 31), (6..9, 32)], ..Woven::default() };
        let woven = BTreeMap::from([("a.rs".to_owned(), woven)]);
        let place = |file: &str, line| format!(r#"{{"file_name": "{file}", "line_start": {line}, "is_primary": true"#);
        let inner = place("std.rs", 3);
        let text = format!(
            r#"{{"reason": "compiler-message", "message": {{"level": "error", "rendered": "",
               "spans": [{inner}, "expansion": {{"span": {}, "expansion": null}}}}}}]}}}}"#,
            place("a.rs", 6)
        );
        let message: Message = serde_json::from_str(&text).unwrap();
        assert_eq!(message.error().unwrap().mutants(&woven), [32]);
        assert!(message.error().unwrap().mutants(&BTreeMap::new()).is_empty());
    }
}
