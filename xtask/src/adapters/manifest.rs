//! `adapter.toml`: how an adapter is called, set up and started.

use std::{path::Path, time::Duration};

use schemars::JsonSchema;
use serde::Deserialize;
use suite::error::{Error, Result, parse_toml, read_text};

/// The file's name; a folder is an adapter by holding one.
pub const FILE: &str = "adapter.toml";
/// What may stand in braces in a command.
pub const PLACEHOLDERS: [&str; 3] = ["adapter", "target", "root"];
/// Seconds a case may take unless it is said.
const TIMEOUT: f64 = 30.0;
/// The longest time that can be said, in seconds.
const LONGEST: f64 = 1e9;

/// What `adapter.toml` says.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// The implementation's name, as a table shows it.
    pub title: String,
    /// The language it is written in or called from.
    pub language: String,
    /// What of it is judged.
    pub about: String,
    /// The program and its arguments, with placeholders. Empty only where it is not run here.
    #[serde(default)]
    pub command: Vec<String>,
    /// Whether it is cheap enough for CI.
    #[serde(default)]
    pub ci: bool,
    /// Seconds a case may take.
    #[serde(default)]
    timeout: Option<f64>,
    /// What makes it ready.
    #[serde(default)]
    pub setup: Option<Setup>,
    /// Why it is not made ready here.
    #[serde(default)]
    pub not_run: Option<NotRun>,
}

/// What makes an adapter ready, in the order of the fields.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Setup {
    /// Programs that must be on the path.
    #[serde(default)]
    pub programs: Vec<String>,
    /// Debian packages that must be installed.
    #[serde(default)]
    pub debian: Vec<String>,
    /// The pinned requirements of a virtual environment, a file of the folder.
    #[serde(default)]
    pub python: Option<String>,
    /// Commands that are run in the folder, with placeholders.
    #[serde(default)]
    pub commands: Vec<Vec<String>>,
}

/// Why an adapter is not run here.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NotRun {
    /// The reason, as a table shows it.
    pub reason: String,
}

impl Manifest {
    /// Reads the manifest of a folder, strictly.
    ///
    /// # Errors
    /// With the file and the field.
    pub fn read(folder: &Path) -> Result<Self> {
        let path = folder.join(FILE);
        let manifest: Self = parse_toml(&path, &read_text(&path)?)?;
        match manifest.fault(folder) {
            None => Ok(manifest),
            Some((field, message)) => Err(Error::broken(&path, 0, &field, message)),
        }
    }

    /// The time a case may take.
    pub fn timeout(&self) -> Duration {
        Duration::from_secs_f64(self.timeout.unwrap_or(TIMEOUT))
    }

    /// What makes it ready; nothing where nothing is said.
    pub fn steps(&self) -> Setup {
        self.setup.clone().unwrap_or_default()
    }

    /// The first field that makes no sense, and why.
    fn fault(&self, folder: &Path) -> Option<(String, String)> {
        let field = |name: &str, message: &str| Some((name.to_owned(), message.to_owned()));
        for (name, text) in [("title", &self.title), ("language", &self.language), ("about", &self.about)] {
            if text.trim().is_empty() {
                return field(name, "empty");
            }
        }
        if self.timeout.is_some_and(|timeout| !(timeout > 0.0 && timeout <= LONGEST)) {
            return field("timeout", "expected seconds, more than 0 and at most 1e9");
        }
        match (&self.not_run, &self.setup) {
            (Some(_), Some(_)) => return field("not_run", "stands in place of `setup`, not beside it"),
            (Some(not_run), None) if not_run.reason.trim().is_empty() => return field("not_run.reason", "empty"),
            (None, _) if self.command.is_empty() => return field("command", "missing"),
            _ => {}
        }
        command_fault(&self.command)
            .map(|message| ("command".to_owned(), message))
            .or_else(|| self.steps().fault(folder))
    }
}

impl Setup {
    fn fault(&self, folder: &Path) -> Option<(String, String)> {
        for (name, entries) in [("programs", &self.programs), ("debian", &self.debian)] {
            if let Some(index) = entries.iter().position(|entry| !is_plain(entry)) {
                return Some((format!("setup.{name}[{index}]"), "expected one plain name".to_owned()));
            }
        }
        if let Some(file) = self.python.as_ref().filter(|file| !folder.join(file).is_file()) {
            return Some(("setup.python".to_owned(), format!("there is no file `{file}` in the folder")));
        }
        self.commands.iter().enumerate().find_map(|(index, command)| {
            let message = if command.is_empty() { Some("empty".to_owned()) } else { command_fault(command) };
            Some((format!("setup.commands[{index}]"), message?))
        })
    }
}

/// The name of a program or of a package: nothing that a command line could take for something else.
fn is_plain(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_alphanumeric())
        && name.chars().all(|character| character.is_ascii_alphanumeric() || "+-._:".contains(character))
}

fn command_fault(words: &[String]) -> Option<String> {
    if words.first().is_some_and(|program| program.trim().is_empty()) {
        return Some("it names no program".to_owned());
    }
    let unknown = words.iter().find_map(|word| unknown_placeholder(word))?;
    let known = PLACEHOLDERS.map(|name| format!("{{{name}}}")).join(", ");
    Some(format!("there is no placeholder `{{{unknown}}}`; there are {known}"))
}

/// A lower-case word in braces that is no placeholder. `${name}` is the shell's.
fn unknown_placeholder(word: &str) -> Option<&str> {
    word.match_indices('{').find_map(|(start, _)| {
        let (name, _) = word[start + 1..].split_once('}')?;
        let like_one = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
        (like_one && !word[..start].ends_with('$') && !PLACEHOLDERS.contains(&name)).then_some(name)
    })
}

#[cfg(test)]
mod tests;
