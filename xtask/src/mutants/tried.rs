//! The outcomes of `cargo mutants`, a mutant each, named so that the name outlives edits elsewhere in the file.

use std::{fs, path::Path};

use serde::{Deserialize, Serialize};

use crate::failure::{Failure, Result};

/// A mutant and what became of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Tried {
    /// The name that `cargo mutants` gives it, with line and column.
    pub name: String,
    /// The package it belongs to.
    pub package: String,
    /// The file, from the root of the workspace.
    pub file: String,
    /// The change, as `replace + with - in scale`.
    pub mutant: String,
    /// The line it is made in, with what is replaced between « and »; none where a whole function is.
    pub at: Option<String>,
    /// What became of it.
    pub outcome: Outcome,
}

/// What became of a mutant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub enum Outcome {
    /// A test failed.
    #[serde(rename = "CaughtMutant")]
    Caught,
    /// The tests did not end.
    Timeout,
    /// No test failed.
    #[serde(rename = "MissedMutant")]
    Missed,
    /// It does not compile.
    Unviable,
    /// The unchanged code passed.
    Success,
    /// The unchanged code did not pass.
    Failure,
}

impl Tried {
    /// Whether it compiles.
    pub fn is_viable(&self) -> bool {
        self.outcome != Outcome::Unviable
    }

    /// Whether no test noticed it.
    pub fn survived(&self) -> bool {
        self.outcome == Outcome::Missed
    }

    /// The entry that lists it as a survivor, but for the reason.
    pub fn entry(&self) -> String {
        let at = self.at.as_ref().map_or(String::new(), |at| format!("at = '''{at}'''\n"));
        format!("[[survivor]]\nfile = \"{}\"\nmutant = '''{}'''\n{at}reason = \"\"\n\n", self.file, self.mutant)
    }
}

#[derive(Deserialize)]
struct Outcomes {
    outcomes: Vec<Scene>,
}

#[derive(Deserialize)]
struct Scene {
    scenario: Scenario,
    summary: Outcome,
}

#[derive(Deserialize)]
enum Scenario {
    Baseline,
    Mutant(Box<Mutant>),
}

#[derive(Deserialize)]
struct Mutant {
    name: String,
    package: String,
    file: String,
    genre: String,
    span: Span,
}

/// A part of a text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
pub struct Span {
    /// Its first character.
    pub start: Position,
    /// The character after it.
    pub end: Position,
}

/// A place in a text, counted from 1.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
pub struct Position {
    /// Its line.
    pub line: usize,
    /// Its column, in characters.
    pub column: usize,
}

/// Reads an outcomes.json; `root` has the sources as they were before any change.
pub fn read(path: &Path, root: &Path) -> Result<Vec<Tried>> {
    let fail = |error: &dyn std::fmt::Display| Failure::usage(format!("{} cannot be read: {error}", path.display()));
    let text = fs::read_to_string(path).map_err(|error| fail(&error))?;
    let outcomes: Outcomes = serde_json::from_str(&text).map_err(|error| fail(&error))?;
    outcomes.outcomes.into_iter().filter_map(|scene| of_scene(scene, root).transpose()).collect()
}

/// The mutant of a scene; none where it is the unchanged code, which has to pass.
fn of_scene(scene: Scene, root: &Path) -> Result<Option<Tried>> {
    let mutant = match scene.scenario {
        Scenario::Mutant(mutant) => mutant,
        Scenario::Baseline if scene.summary == Outcome::Success => return Ok(None),
        Scenario::Baseline => return Err(Failure::usage("the tests fail on the unchanged code")),
    };
    let source = fs::read_to_string(root.join(&mutant.file))
        .map_err(|error| Failure::usage(format!("{} cannot be read: {error}", mutant.file)))?;
    let at = (mutant.genre != "FnValue").then(|| marked(&source, &mutant.span));
    let Mutant { name, package, file, .. } = *mutant;
    let change = name.split_once(": ").map_or(name.as_str(), |(_, change)| change).to_owned();
    Ok(Some(Tried { name, package, file, mutant: change, at, outcome: scene.summary }))
}

/// The line where a span begins, with the span between « and »; where it goes on, to the end of the line.
fn marked(source: &str, span: &Span) -> String {
    let line: Vec<char> = source.lines().nth(span.start.line - 1).unwrap_or_default().chars().collect();
    let end = if span.end.line == span.start.line { span.end.column - 1 } else { line.len() };
    let text = |part: &[char]| part.iter().collect::<String>();
    let (before, rest) = line.split_at(span.start.column - 1);
    let (inside, after) = rest.split_at(end - before.len());
    format!("{}«{}»{}", text(before), text(inside), text(after)).trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(start: (usize, usize), end: (usize, usize)) -> Span {
        let position = |(line, column)| Position { line, column };
        Span { start: position(start), end: position(end) }
    }

    #[test]
    fn a_place_is_named_by_its_line_and_not_by_its_number() {
        let source = "fn f() {\n    let σ = a + b;\n    g(x,\n      y)\n}\n";
        assert_eq!(marked(source, &span((2, 15), (2, 16))), "let σ = a «+» b;");
        assert_eq!(marked(source, &span((3, 7), (4, 8))), "g(«x,»");
    }

    #[test]
    fn outcomes_are_read_as_cargo_mutants_writes_them() {
        let directory = tempfile::tempdir().unwrap();
        fs::write(directory.path().join("a.rs"), "fn f() -> f64 { 1.0 + 2.0 }\n").unwrap();
        let outcomes = directory.path().join("outcomes.json");
        let text = r#"{"outcomes": [{"scenario": "Baseline", "summary": "Success"},
            {"scenario": {"Mutant": {"name": "a.rs:1:21: replace + with * in f", "package": "p", "file": "a.rs",
             "genre": "BinaryOperator", "span": {"start": {"line": 1, "column": 21}, "end": {"line": 1, "column": 22}}}},
             "summary": "MissedMutant"}], "missed": 1}"#;
        fs::write(&outcomes, text).unwrap();
        let tried = read(&outcomes, directory.path()).unwrap();
        let at = Some("fn f() -> f64 { 1.0 «+» 2.0 }".to_owned());
        let mutant = "replace + with * in f".to_owned();
        let name = format!("a.rs:1:21: {mutant}");
        let (package, file) = ("p".to_owned(), "a.rs".to_owned());
        assert_eq!(tried, [Tried { name, package, file, mutant, at, outcome: Outcome::Missed }]);
        fs::write(&outcomes, text.replace("Success", "Failure")).unwrap();
        assert!(read(&outcomes, directory.path()).is_err());
    }
}
