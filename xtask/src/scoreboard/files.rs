//! Where results and the board are kept. Each file is replaced as a whole: whoever stops us finds the old one.

use std::{
    fs,
    path::{Path, PathBuf},
};

use ::scoreboard::{ENTRY_FORMAT, Entry};
use serde_json::Value;
use suite::replace::replace;

use crate::failure::{Failure, Result};

/// The places below a workspace.
pub struct Files {
    root: PathBuf,
}

impl Files {
    /// Of a workspace.
    pub fn of(root: PathBuf) -> Self {
        Self { root: std::path::absolute(&root).unwrap_or(root) }
    }

    fn directory(&self) -> PathBuf {
        self.root.join("target").join("scoreboard")
    }

    fn entry_path(&self, name: &str) -> PathBuf {
        self.directory().join(format!("{name}.json"))
    }

    /// The kept result of a name; `None` where there is none that can be read.
    pub fn read_entry(&self, name: &str) -> Option<Entry> {
        let text = fs::read_to_string(self.entry_path(name)).ok()?;
        let entry: Entry = serde_json::from_str(&text).ok()?;
        (entry.format == ENTRY_FORMAT && entry.name == name).then_some(entry)
    }

    /// Keeps a result.
    pub fn keep(&self, entry: &Entry) -> Result<()> {
        write(&self.entry_path(&entry.name), &entry.json())
    }

    /// The same without the place of the workspace in anything that is said: commands are run from there, and a board shows no
    /// directories of whoever made it.
    pub fn without_root(&self, entry: &Entry) -> Entry {
        let root = format!("{}/", self.root.display());
        let mut value = serde_json::to_value(entry).expect("a result is JSON");
        strip(&mut value, &root);
        serde_json::from_value(value).expect("a result with other text is one")
    }

    /// Writes the board; gives where.
    pub fn write_board(&self, markdown: &str, html: &str, copy: Option<&Path>) -> Result<Vec<PathBuf>> {
        let mut written = vec![self.root.join("SCOREBOARD.md"), self.directory().join("index.html")];
        write(&written[0], markdown)?;
        write(&written[1], html)?;
        if let Some(copy) = copy {
            write(copy, html)?;
            written.push(copy.to_owned());
        }
        Ok(written)
    }
}

fn strip(value: &mut Value, root: &str) {
    match value {
        Value::String(text) if text.contains(root) => *text = text.replace(root, ""),
        Value::Array(items) => items.iter_mut().for_each(|item| strip(item, root)),
        Value::Object(map) => map.values_mut().for_each(|item| strip(item, root)),
        _ => {}
    }
}

fn write(path: &Path, text: &str) -> Result<()> {
    replace(path, text.as_bytes())
        .map_err(|error| Failure::usage(format!("{} cannot be written: {error}", path.display())))
}
