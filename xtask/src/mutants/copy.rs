//! The copies of the workspace that mutants are tried in: what git knows of and does not ignore.

use std::{
    collections::{BTreeMap, HashMap},
    fs,
    hash::{DefaultHasher, Hash, Hasher},
    path::Path,
    process::Command,
};

use crate::{
    arguments::workspace,
    failure::{Failure, Result},
};

/// Brings a copy up to date: writes what differs, with other texts for some files, and removes what is gone.
pub fn copy(to: &Path, texts: &BTreeMap<String, String>) -> Result<()> {
    let fail = |error: std::io::Error| Failure::usage(format!("{} cannot be written: {error}", to.display()));
    let mut files = listed_by_git()?;
    files.retain(|file| !texts.contains_key(file));
    for file in &files {
        if let Ok(bytes) = fs::read(workspace().join(file)) {
            update(&to.join(file), &bytes).map_err(fail)?;
        }
    }
    for (file, text) in texts {
        update(&to.join(file), text.as_bytes()).map_err(fail)?;
        files.push(file.clone());
    }
    let manifest = to.join(".mutants-files");
    let before = fs::read_to_string(&manifest).unwrap_or_default();
    for gone in before.lines().filter(|file| !workspace().join(file).exists() && !texts.contains_key(*file)) {
        let _ = fs::remove_file(to.join(gone));
    }
    update(&manifest, files.join("\n").as_bytes()).map_err(fail)
}

/// Writes a file unless it is there already, so that it does not look new.
fn update(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    if fs::read(path).is_ok_and(|there| there == bytes) {
        return Ok(());
    }
    fs::create_dir_all(path.parent().expect("a file stands in a directory"))?;
    fs::write(path, bytes)
}

/// Names for what the files of the workspace say: each, and all but what is said here of mutants and prose.
pub struct State {
    /// By path.
    pub files: HashMap<String, String>,
    /// Of all.
    pub whole: String,
}

impl State {
    /// As it is now.
    pub fn of_workspace() -> Result<Self> {
        let (mut whole, mut files) = (DefaultHasher::new(), HashMap::new());
        let tells = |file: &String| !file.starts_with("mutants/") && !file.ends_with(".md");
        for file in listed_by_git()?.into_iter().filter(tells) {
            let mut hasher = DefaultHasher::new();
            fs::read(workspace().join(&file)).ok().hash(&mut hasher);
            (&file, hasher.finish()).hash(&mut whole);
            files.insert(file, format!("{:016x}", hasher.finish()));
        }
        Ok(Self { files, whole: format!("{:016x}", whole.finish()) })
    }
}

/// The files of the workspace, from its root.
pub fn listed_by_git() -> Result<Vec<String>> {
    let arguments = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
    let output = Command::new("git").args(arguments).current_dir(workspace()).output();
    let output = output.map_err(|error| Failure::usage(format!("git cannot be started: {error}")))?;
    if !output.status.success() {
        return Err(Failure::usage("the workspace is no git checkout, and git says which files belong to it"));
    }
    Ok(String::from_utf8_lossy(&output.stdout).split_terminator('\0').map(str::to_owned).collect())
}
