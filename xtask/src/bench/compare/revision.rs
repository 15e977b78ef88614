//! The reference of a revision, built as its sources stood. Both sides of a comparison are built the same way, into the same directory:
//! otherwise it would compare the ways of building.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use super::Side;
use crate::{
    arguments::workspace,
    failure::{Failure, Result, note},
};

/// The package that serves the reference.
const PACKAGE: &str = "reference-adapter";

/// The reference of a revision, or of the sources as they are.
pub fn side(revision: Option<&str>) -> Result<Side> {
    let (label, program) = match revision {
        Some(revision) => {
            let commit = git(&["rev-parse", "--verify", "--quiet", &format!("{revision}^{{commit}}")])
                .map_err(|_| Failure::usage(format!("`{revision}` is neither a revision nor a file of the history")))?;
            let short = commit[..12.min(commit.len())].to_owned();
            (format!("{revision} ({short})"), of_commit(&commit)?)
        }
        None => ("the sources as they are".to_owned(), built(&workspace(), "as-it-is")?),
    };
    let command = super::Command::Plain(shell_words::quote(&program.to_string_lossy()).into_owned());
    Ok(Side { label, command })
}

fn directory() -> PathBuf {
    workspace().join("target").join("bench")
}

/// Its program; a commit that was built before is not built again.
fn of_commit(commit: &str) -> Result<PathBuf> {
    let program = directory().join("programs").join(commit);
    if program.is_file() {
        return Ok(program);
    }
    let sources = directory().join("sources").join(commit);
    if !sources.is_dir() {
        git(&["worktree", "add", "--force", "--detach", &sources.to_string_lossy(), commit])?;
    }
    let built = built(&sources, commit);
    // Whatever came of it, nobody needs the sources any more.
    let _ = git(&["worktree", "remove", "--force", &sources.to_string_lossy()]);
    built
}

fn built(sources: &Path, name: &str) -> Result<PathBuf> {
    note(&format!("building {PACKAGE} of {name}\n"));
    let target = directory().join("build");
    let status = Command::new("cargo")
        .args(["build", "--quiet", "--release", "--package", PACKAGE])
        .current_dir(sources)
        .env("CARGO_TARGET_DIR", &target)
        .status();
    if !status.is_ok_and(|status| status.success()) {
        return Err(Failure::usage(format!("{PACKAGE} of {name} could not be built")));
    }
    let program = directory().join("programs").join(name);
    let made = target.join("release").join(PACKAGE).with_extension(std::env::consts::EXE_EXTENSION);
    let kept = fs::create_dir_all(directory().join("programs")).and_then(|()| fs::copy(&made, &program));
    kept.map_err(|error| Failure::usage(format!("{}: {error}", made.display())))?;
    Ok(program)
}

fn git(words: &[&str]) -> Result<String> {
    let output = Command::new("git").arg("-C").arg(workspace()).args(words).output();
    let fault = |what: String| Failure::usage(format!("git {}: {what}", words.join(" ")));
    let output = output.map_err(|error| fault(error.to_string()))?;
    if !output.status.success() {
        return Err(fault(String::from_utf8_lossy(&output.stderr).trim().to_owned()));
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}
