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

/// Names for what the files of the workspace say: each, and all but what is said here of mutants, of how they are tried, and in prose.
#[derive(Default)]
pub struct State {
    /// Of the code in a file, without the tests at its end, by path.
    pub files: HashMap<String, String>,
    /// Of all.
    pub whole: String,
    /// Of all code, and of each file of tests.
    tested: (String, HashMap<String, String>),
}

impl State {
    /// As it is now.
    pub fn of_workspace() -> Result<Self> {
        let tells =
            |file: &String| !["mutants/", "xtask/"].iter().any(|told| file.starts_with(told)) && !file.ends_with(".md");
        let files = listed_by_git()?.into_iter().filter(tells);
        Ok(Self::of(files.map(|file| (fs::read(workspace().join(&file)).unwrap_or_default(), file))))
    }

    /// Of these bytes, each in a file.
    pub fn of(files: impl Iterator<Item = (Vec<u8>, String)>) -> Self {
        let (mut whole, mut code) = (DefaultHasher::new(), DefaultHasher::new());
        let mut state = Self::default();
        for (bytes, file) in files {
            (&file, &bytes).hash(&mut whole);
            if is_of_tests(&file) {
                state.tested.1.insert(file, name(&bytes));
            } else {
                let name = name(code_of(&bytes));
                (&file, &name).hash(&mut code);
                state.files.insert(file, name);
            }
        }
        state.whole = format!("{:016x}", whole.finish());
        state.tested.0 = format!("{:016x}", code.finish());
        state
    }

    /// Of all code and of one file of tests.
    pub fn with_tests(&self, file: &str) -> String {
        let (code, tests) = &self.tested;
        format!("{code}{}", tests.get(file).map_or("", String::as_str))
    }
}

fn name(bytes: &[u8]) -> String {
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

fn is_of_tests(file: &str) -> bool {
    file.ends_with(".rs") && (file.contains("/tests/") || file.ends_with("/tests.rs"))
}

/// What stands before the module of tests, where that is the last of its file.
fn code_of(bytes: &[u8]) -> &[u8] {
    let Ok(text) = str::from_utf8(bytes) else { return bytes };
    match text.split_once("\n#[cfg(test)]\nmod tests {\n") {
        Some((code, tests)) if tests.find("\n}\n").is_some_and(|end| end + 3 == tests.len()) => code.as_bytes(),
        _ => bytes,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tests_are_told_from_code() {
        let of = |files: &[(&str, &str)]| {
            State::of(files.iter().map(|(file, text)| (text.as_bytes().to_vec(), (*file).to_owned())))
        };
        let code = "fn f() {}\n";
        let [plain, tested] = ["    fn s() {}\n", "    fn t() {}\n"]
            .map(|test| format!("{code}\n#[cfg(test)]\nmod tests {{\n{test}}}\n"));
        let before = of(&[("a/src/b.rs", &plain), ("a/tests/c.rs", "1"), ("a/tests/d.rs", "1")]);
        let after = of(&[("a/src/b.rs", &tested), ("a/tests/c.rs", "2"), ("a/tests/d.rs", "1")]);
        assert_eq!(before.files, after.files);
        assert_ne!(before.whole, after.whole);
        assert_ne!(before.with_tests("a/tests/c.rs"), after.with_tests("a/tests/c.rs"));
        assert_eq!(before.with_tests("a/tests/d.rs"), after.with_tests("a/tests/d.rs"));
        let changed = of(&[("a/src/b.rs", &format!("{tested}fn g() {{}}\n"))]);
        assert_ne!(before.files, changed.files);
    }
}
