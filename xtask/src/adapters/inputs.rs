//! The files of an adapter's folder that it is made of, by their hashes: when one changes, what was set up from it is stale.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use suite::{
    error::{Error, Result},
    hash::sha256,
};

/// The hash of each file, by its path in the folder.
pub type Inputs = BTreeMap<String, String>;

/// What is no part of the adapter: prose, what is expected of it, and what tools leave behind.
const APART: [&str; 4] = ["README.md", "known-failures.toml", "__pycache__", "target"];

/// Reads the files of a folder.
///
/// # Errors
/// When one cannot be read.
pub fn read(folder: &Path) -> Result<Inputs> {
    let mut inputs = Inputs::new();
    let mut pending = vec![folder.to_owned()];
    while let Some(directory) = pending.pop() {
        for path in entries(&directory)? {
            if path.is_dir() {
                pending.push(path);
            } else {
                let bytes = fs::read(&path).map_err(|error| Error::unreadable(&path, &error))?;
                let below = path.strip_prefix(folder).unwrap_or(&path);
                inputs.insert(below.to_string_lossy().into_owned(), sha256(&bytes));
            }
        }
    }
    Ok(inputs)
}

fn entries(directory: &Path) -> Result<Vec<PathBuf>> {
    let unreadable = |error| Error::unreadable(directory, &error);
    let mut paths = Vec::new();
    for entry in fs::read_dir(directory).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if !name.starts_with('.') && !APART.contains(&name.as_str()) {
            paths.push(entry.path());
        }
    }
    Ok(paths)
}

/// The files that are not as they were: changed, new or gone.
pub fn changed(before: &Inputs, now: &Inputs) -> Vec<String> {
    let gone = before.keys().filter(|file| !now.contains_key(*file));
    let other = now.iter().filter(|(file, hash)| before.get(*file) != Some(hash)).map(|(file, _)| file);
    let mut files: Vec<String> = gone.chain(other).cloned().collect();
    files.sort();
    files
}
