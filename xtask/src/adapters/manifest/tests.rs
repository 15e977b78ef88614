use std::fs;

use super::*;

/// A manifest with everything.
const WHOLE: &str = r#"
title = "A library"
language = "Python"
about = "its mixture"
command = ["{target}/venv/bin/python", "{adapter}/adapter.py", "--root={root}"]
ci = true
timeout = 2.5

[setup]
programs = ["python3"]
debian = ["g++", "r-cran-mclust"]
python = "requirements.txt"
commands = [["javac", "-d", "{target}/classes", "A.java"], ["sh", "-c", "echo ${home} {}"]]
"#;

/// The least.
const SMALL: &str = "title = \"t\"\nlanguage = \"l\"\nabout = \"a\"\n";

fn read(text: &str) -> std::result::Result<Manifest, String> {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(FILE), text).unwrap();
    fs::write(folder.path().join("requirements.txt"), "numpy==2.0\n").unwrap();
    let place = format!("{}/", folder.path().display());
    Manifest::read(folder.path()).map_err(|error| error.to_string().replace(&place, ""))
}

#[test]
fn everything_that_can_be_said_is_read() {
    let manifest = read(WHOLE).unwrap();
    assert_eq!((manifest.title.as_str(), manifest.ci), ("A library", true));
    assert_eq!(manifest.timeout(), Duration::from_millis(2500));
    let steps = manifest.steps();
    assert_eq!((steps.debian.len(), steps.python.as_deref()), (2, Some("requirements.txt")));
    assert_eq!(steps.commands[0][0], "javac");
}

#[test]
fn what_is_not_said_has_its_default() {
    let manifest = read(&format!("{SMALL}command = [\"x\"]\n")).unwrap();
    assert_eq!((manifest.ci, manifest.timeout()), (false, Duration::from_secs(30)));
    assert_eq!(manifest.steps(), Setup::default());
}

#[test]
fn what_is_not_run_here_needs_no_command() {
    let manifest = read(&format!("{SMALL}[not_run]\nreason = \"nobody packages it\"\n")).unwrap();
    assert_eq!(manifest.not_run.unwrap().reason, "nobody packages it");
}

#[test]
fn each_mistake_is_told_with_the_file_and_the_field() {
    let edits = [
        ("title = \"A library\"\n", "", "adapter.toml:1: missing field `title`"),
        ("\"A library\"", "\" \"", "adapter.toml: `title`: empty"),
        ("ci = true", "ci = 1", "adapter.toml:6: `ci`: invalid type: integer `1`, expected a boolean"),
        ("ci = true", "cii = true", "adapter.toml:6: `cii`: unknown field `cii`"),
        ("debian =", "apt =", "adapter.toml:11: `setup.apt`: unknown field `apt`"),
        ("timeout = 2.5", "timeout = 0", "adapter.toml: `timeout`: expected seconds, more than 0"),
        ("timeout = 2.5", "timeout = nan", "adapter.toml: `timeout`: expected seconds, more than 0"),
        ("timeout = 2.5", "timeout = \"2\"", "adapter.toml:7: `timeout`: invalid type: string \"2\""),
        ("{target}/venv", "{venv}", "adapter.toml: `command`: there is no placeholder `{venv}`; there are {adapter}"),
        ("{target}/venv/bin/python", " ", "adapter.toml: `command`: it names no program"),
        ("\"python3\"", "\"--help\"", "adapter.toml: `setup.programs[0]`: expected one plain name"),
        ("\"r-cran-mclust\"", "\"a b\"", "adapter.toml: `setup.debian[1]`: expected one plain name"),
        ("requirements.txt", "requirments.txt", "adapter.toml: `setup.python`: there is no file `requirments.txt`"),
        ("[\"sh\", \"-c\", \"echo ${home} {}\"]", "[]", "adapter.toml: `setup.commands[1]`: empty"),
        ("{target}/classes", "{out}/classes", "adapter.toml: `setup.commands[0]`: there is no placeholder `{out}`"),
        ("[setup]", "[not_run]\nreason = \"r\"\n[setup]", "adapter.toml: `not_run`: stands in place of `setup`"),
    ];
    for (old, new, message) in edits {
        assert!(WHOLE.contains(old), "{old}");
        let found = read(&WHOLE.replacen(old, new, 1)).unwrap_err();
        assert!(found.starts_with(message), "{found}\n{message}");
    }
    let command = read(SMALL).unwrap_err();
    assert_eq!(command, "adapter.toml: `command`: missing");
    let reason = read(&format!("{SMALL}[not_run]\nreason = \"\"\n")).unwrap_err();
    assert_eq!(reason, "adapter.toml: `not_run.reason`: empty");
    assert_eq!(read("").unwrap_err(), "adapter.toml: the file is empty");
}
