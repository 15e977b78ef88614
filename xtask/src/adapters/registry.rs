//! Which adapters there are: every folder of `adapters/` with a manifest.

use std::{
    env, fs,
    path::{Path, PathBuf},
    time::Duration,
};

use suite::error::{Error, Result};

use super::{
    inputs,
    manifest::{self, Manifest, Setup},
    receipt::Receipt,
    state::State,
};
use crate::{arguments, failure::Failure};

/// The adapters of a workspace.
#[derive(Debug)]
pub struct Registry {
    root: PathBuf,
    target: PathBuf,
    names: Vec<String>,
}

/// One adapter.
#[derive(Clone, Debug)]
pub struct Adapter {
    /// Its folder's name.
    pub name: String,
    /// Its folder.
    pub folder: PathBuf,
    /// Where what is set up stands.
    pub target: PathBuf,
    /// The workspace.
    pub root: PathBuf,
    /// What its manifest says.
    pub manifest: Manifest,
}

impl Registry {
    /// The adapters of a workspace, or of this one.
    ///
    /// # Errors
    /// When its folder of adapters cannot be read.
    pub fn open(root: Option<&Path>) -> Result<Self> {
        match root {
            Some(root) => Self::at(root, &root.join("target")),
            None => {
                let root = arguments::workspace();
                let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
                Self::at(&root, &target)
            }
        }
    }

    /// The adapters of a workspace, set up below `target`.
    ///
    /// # Errors
    /// When its folder of adapters cannot be read.
    pub fn at(root: &Path, target: &Path) -> Result<Self> {
        let folder = root.join("adapters");
        let unreadable = |error| Error::unreadable(&folder, &error);
        let mut names = Vec::new();
        for entry in fs::read_dir(&folder).map_err(unreadable)? {
            let entry = entry.map_err(unreadable)?;
            if entry.path().join(manifest::FILE).is_file() {
                names.push(entry.file_name().to_string_lossy().into_owned());
            }
        }
        names.sort();
        let absolute = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        Ok(Self { root: absolute(root), target: absolute(target).join("adapters"), names })
    }

    /// The names, sorted.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }

    /// All adapters, by name.
    ///
    /// # Errors
    /// The first fault of a manifest.
    pub fn all(&self) -> Result<Vec<Adapter>> {
        self.names().map(|name| self.read(name)).collect()
    }

    /// The adapter of a name; the other manifests are not looked at.
    ///
    /// # Errors
    /// When there is none, with the nearest names, or its manifest has a fault.
    pub fn named(&self, name: &str) -> std::result::Result<Adapter, Failure> {
        if !self.names().any(|known| known == name) {
            let near = arguments::did_you_mean_one_of(self.names(), name);
            return Err(Failure::usage(format!("there is no adapter `{name}`"))
                .help(near.unwrap_or_else(|| "`cargo xtask adapters list` lists them".to_owned())));
        }
        self.read(name).map_err(|error| Failure::usage(format!("the adapter `{name}` cannot be used: {error}")))
    }

    fn read(&self, name: &str) -> Result<Adapter> {
        let folder = self.root.join("adapters").join(name);
        Ok(Adapter {
            name: name.to_owned(),
            manifest: Manifest::read(&folder)?,
            target: self.target.join(name),
            root: self.root.clone(),
            folder,
        })
    }
}

impl Adapter {
    /// The command that starts it, word by word.
    pub fn command(&self) -> Vec<String> {
        self.filled(&self.manifest.command)
    }

    /// The same as one line, as `--adapter` takes it.
    pub fn command_line(&self) -> String {
        shell_words::join(self.command())
    }

    /// The time a case may take.
    pub fn timeout(&self) -> Duration {
        self.manifest.timeout()
    }

    /// What makes it ready, the placeholders filled.
    pub fn steps(&self) -> Setup {
        let steps = self.manifest.steps();
        Setup { commands: steps.commands.iter().map(|command| self.filled(command)).collect(), ..steps }
    }

    /// The list of what it is known to fail, where it has one.
    pub fn known_failures(&self) -> Option<PathBuf> {
        Some(self.folder.join("known-failures.toml")).filter(|path| path.is_file())
    }

    /// How far it is.
    pub fn state(&self) -> State {
        if let Some(not_run) = &self.manifest.not_run {
            return State::NotRun(not_run.reason.clone());
        }
        let receipt = match Receipt::read(&self.target) {
            Ok(Some(receipt)) => receipt,
            Ok(None) => return State::NotSetUp,
            Err(error) => return State::Stale(error.to_string()),
        };
        match inputs::read(&self.folder).map(|now| inputs::changed(&receipt.inputs, &now)) {
            Ok(files) if files.is_empty() => State::SetUp(Box::new(receipt)),
            Ok(files) => State::Stale(format!("{} changed", files.join(", "))),
            Err(error) => State::Stale(error.to_string()),
        }
    }

    fn filled(&self, words: &[String]) -> Vec<String> {
        let places = [&self.folder, &self.target, &self.root];
        let fill = |word: &String| {
            manifest::PLACEHOLDERS.iter().zip(places).fold(word.clone(), |word, (name, place)| {
                word.replace(&format!("{{{name}}}"), &place.to_string_lossy())
            })
        };
        words.iter().map(fill).collect()
    }
}

#[cfg(test)]
mod tests;
