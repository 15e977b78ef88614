//! Where mutants are tried: `cargo mutants`, installed below the target directory, on a copy of the workspace that is kept
//! there, so that nobody's sources are touched and each build goes on from the last.

use std::{
    collections::{BTreeMap, HashMap},
    env::{self, consts::EXE_SUFFIX},
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use super::{
    copy,
    package::{self, Package, Stage},
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

/// What makes random tests the same for every mutant, and spares them the search for the smallest that fails.
pub const SEEDED: [(&str, &str); 2] = [("PROPTEST_RNG_SEED", "1"), ("PROPTEST_MAX_SHRINK_ITERS", "0")];

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
        copy::copy(&laboratory.tree, &BTreeMap::new())?;
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

    /// The mutants of a package as the tool lists them, in JSON; `choice` are the options that say which.
    pub fn list(&self, package: &Package, choice: &[String]) -> Result<Vec<u8>> {
        let mut command = Command::new(self.tool());
        command.args(["mutants", "--list", "--json", "--dir"]).arg(&self.tree).args(["--package", package.name]);
        let output = command.args(choice).stderr(Stdio::inherit()).output();
        let output = output.map_err(|error| Failure::usage(format!("cargo-mutants cannot be started: {error}")))?;
        match output.status.success() {
            true => Ok(output.stdout),
            false => Err(Failure::usage("cargo-mutants cannot list the mutants")),
        }
    }

    /// Where builds go.
    pub fn target(&self) -> &Path {
        &self.target
    }

    /// A directory below the target directory.
    pub fn directory(&self, name: &str) -> Result<PathBuf> {
        let directory = self.target.join(name);
        fs::create_dir_all(&directory).map_err(|error| Failure::usage(error.to_string()))?;
        Ok(directory)
    }

    /// Tries some mutants of a package.
    pub fn run_named(&self, package: &Package, names: &[&str]) -> Result<Vec<Tried>> {
        self.run(package, &names.iter().map(|name| exactly(name)).collect::<Vec<_>>())
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

    /// The unchanged code has to pass; the tool itself would put it to the tests of the changed package alone.
    fn baseline(&self, stage: Stage) -> Result<()> {
        let mut command = Command::new(cargo());
        command.args(["test", "--profile=mutants"]).args(package::of_cargo(stage)).current_dir(&self.tree);
        succeed(command.env("CARGO_TARGET_DIR", &self.target).envs(SEEDED))
    }

    /// One run of the tool; `choice` are the options that say which mutants.
    fn stage(&self, package: &Package, stage: Stage, choice: &[String]) -> Result<Vec<Tried>> {
        self.baseline(stage)?;
        let output = self.directory("mutants-output")?;
        let mut command = Command::new(self.tool());
        command.args(["mutants", "--in-place", "--baseline=skip", "--profile=mutants", "--colors=never", "--dir"]);
        command
            .arg(&self.tree)
            .arg("--output")
            .arg(&output)
            .args(TIMEOUTS)
            .args(["--package", package.name])
            .args(stage)
            .args(choice);
        command.env("CARGO_TARGET_DIR", &self.target).envs(SEEDED);
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

/// The cargo that started us.
pub fn cargo() -> std::ffi::OsString {
    env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
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
