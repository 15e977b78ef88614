//! Where mutants are tried: `cargo mutants`, installed below the target directory, on a copy of the workspace that is kept
//! there, so that nobody's sources are touched and each build goes on from the last.

use std::{
    collections::HashMap,
    env::{self, consts::EXE_SUFFIX},
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use super::{
    package::{Package, Stage},
    tried::{self, Tried},
};
use crate::{
    arguments::workspace,
    failure::{Failure, Result},
};

/// The version of `cargo mutants`; another may make other mutants.
const VERSION: &str = "27.1.0";
/// Seconds that the tests and a build have.
const TIMEOUTS: [&str; 2] = ["--timeout=120", "--build-timeout=600"];

/// The tool, the copy and where its builds go.
pub struct Laboratory {
    target: PathBuf,
    tools: PathBuf,
    tree: PathBuf,
}

impl Laboratory {
    /// Installs the tool where it is missing and brings the copy up to date.
    pub fn open() -> Result<Self> {
        let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| workspace().join("target"), PathBuf::from);
        let tree = target.join("mutants-tree");
        let laboratory = Self { tools: target.join("tools"), tree, target };
        laboratory.install()?;
        laboratory.copy()?;
        Ok(laboratory)
    }

    fn install(&self) -> Result<()> {
        let installed = Command::new(self.tool()).args(["mutants", "--version"]).output();
        if installed.is_ok_and(|output| String::from_utf8_lossy(&output.stdout).trim().ends_with(VERSION)) {
            return Ok(());
        }
        let mut install = Command::new(cargo());
        install.args(["install", "--locked", "--force", "--version", VERSION, "--root"]).arg(&self.tools);
        succeed(install.arg("cargo-mutants"))
    }

    fn tool(&self) -> PathBuf {
        self.tools.join("bin").join(format!("cargo-mutants{EXE_SUFFIX}"))
    }

    /// Copies what git knows of and does not ignore, where it differs, and removes what is gone.
    fn copy(&self) -> Result<()> {
        let files = listed_by_git(&workspace())?;
        let fail =
            |error: std::io::Error| Failure::usage(format!("{} cannot be written: {error}", self.tree.display()));
        fs::create_dir_all(&self.tree).map_err(fail)?;
        for file in &files {
            let (from, to) = (workspace().join(file), self.tree.join(file));
            let Ok(bytes) = fs::read(&from) else { continue };
            if fs::read(&to).is_ok_and(|there| there == bytes) {
                continue;
            }
            fs::create_dir_all(to.parent().expect("a file stands in a directory")).map_err(fail)?;
            fs::write(&to, bytes).map_err(fail)?;
        }
        let manifest = self.tree.join(".mutants-files");
        let before = fs::read_to_string(&manifest).unwrap_or_default();
        for gone in before.lines().filter(|file| !workspace().join(file).exists()) {
            let _ = fs::remove_file(self.tree.join(gone));
        }
        fs::write(&manifest, files.join("\n")).map_err(fail)
    }

    /// Tries the mutants of a package, stage by stage; a mutant's outcome is that of the last stage that saw it.
    pub fn run(&self, package: &Package, choice: &[String]) -> Result<Vec<Tried>> {
        let (first, later) = package.stages.split_first().expect("a package has tests");
        let mut tried = self.stage(package, first, choice)?;
        for stage in later {
            let alive = |tried: &&Tried| tried.survived();
            let chosen: Vec<String> = tried.iter().filter(alive).map(|tried| exactly(&tried.name)).collect();
            if chosen.is_empty() {
                break;
            }
            let outcomes = self.stage(package, stage, &chosen)?;
            let outcomes: HashMap<&str, _> =
                outcomes.iter().map(|tried| (tried.name.as_str(), tried.outcome)).collect();
            for tried in &mut tried {
                tried.outcome = outcomes.get(tried.name.as_str()).copied().unwrap_or(tried.outcome);
            }
        }
        Ok(tried)
    }

    /// One run of the tool; `choice` are the options that say which mutants.
    fn stage(&self, package: &Package, stage: Stage, choice: &[String]) -> Result<Vec<Tried>> {
        let output = self.target.join("mutants-output");
        fs::create_dir_all(&output).map_err(|error| Failure::usage(error.to_string()))?;
        let mut command = Command::new(self.tool());
        command.args(["mutants", "--in-place", "--profile=mutants", "--colors=never", "--dir"]).arg(&self.tree);
        command.arg("--output").arg(&output).args(TIMEOUTS).args(["--package", package.name]).args(stage).args(choice);
        command.env("CARGO_TARGET_DIR", &self.target);
        // Survivors make it exit with failure; what counts is what it wrote.
        command.status().map_err(|error| Failure::usage(format!("cargo-mutants cannot be started: {error}")))?;
        tried::read(&output.join("mutants.out/outcomes.json"), &self.tree)
    }
}

/// The option that chooses the one mutant of a name.
fn exactly(name: &str) -> String {
    let escaped: String =
        name.chars().flat_map(|c| r"\.+*?()|[]{}^$#&-~".contains(c).then_some('\\').into_iter().chain([c])).collect();
    format!("--re=^{escaped}$")
}

fn cargo() -> std::ffi::OsString {
    env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
}

fn listed_by_git(root: &Path) -> Result<Vec<String>> {
    let arguments = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
    let output = Command::new("git").args(arguments).current_dir(root).output();
    let output = output.map_err(|error| Failure::usage(format!("git cannot be started: {error}")))?;
    if !output.status.success() {
        return Err(Failure::usage("the workspace is no git checkout, and git says which files belong to it"));
    }
    Ok(String::from_utf8_lossy(&output.stdout).split_terminator('\0').map(str::to_owned).collect())
}

fn succeed(command: &mut Command) -> Result<()> {
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(Failure::usage(format!("{command:?} failed: {status}"))),
        Err(error) => Err(Failure::usage(format!("{command:?} cannot be started: {error}"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_chosen_by_itself() {
        assert_eq!(exactly("a.rs:1:2: replace + with -"), r"--re=^a\.rs:1:2: replace \+ with \-$");
    }
}
