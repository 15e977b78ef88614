//! cargo-fuzz: installed where it is missing, and run.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
    time::Duration,
};

use suite::process::Interrupt;

use super::{create, fuzz};
use crate::{
    arguments::workspace,
    failure::{Failure, Result},
};

/// The version that is installed.
const VERSION: &str = "0.13.2";
/// Seconds after which one input is said to hang.
const TIMEOUT: u64 = 20;
/// Megabytes beyond which one input is said to take too much.
const MEMORY: u64 = 1024;
/// The longest input.
const LONGEST: usize = 4096;
/// How often a run is looked at.
const HEARTBEAT: Duration = Duration::from_millis(100);
/// Seconds for making one input smaller.
const SHRINKING: u64 = 30;

/// cargo-fuzz, and where it works.
pub struct Tool {
    program: PathBuf,
    directory: PathBuf,
}

impl Tool {
    /// Installs it where it is missing, and builds the targets.
    pub fn ready(interrupt: &Interrupt) -> Result<Self> {
        let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| workspace().join("target"), PathBuf::from);
        let (tools, directory) = (target.join("tools"), target.join("fuzz"));
        create(&directory)?;
        let directory = directory.canonicalize().map_err(|error| super::unwritable(&directory, &error))?;
        let tool = Self { program: tools.join("bin").join("cargo-fuzz"), directory };
        if !tool.is_installed() {
            let mut install = Command::new("cargo");
            install.args(["install", "cargo-fuzz", "--locked", "--version", VERSION, "--root"]).arg(&tools);
            finish("cargo install cargo-fuzz", install, interrupt)?;
        }
        finish("cargo fuzz build", tool.command("build", None), interrupt)?;
        Ok(tool)
    }

    fn is_installed(&self) -> bool {
        let version = Command::new(&self.program).arg("--version").output();
        version.is_ok_and(|output| String::from_utf8_lossy(&output.stdout).contains(VERSION))
    }

    /// Where corpora grow and crashes are written.
    pub fn directory(&self) -> &Path {
        &self.directory
    }

    /// `cargo fuzz COMMAND [TARGET]`, without a sanitizer.
    fn command(&self, name: &str, target: Option<&str>) -> Command {
        let mut command = Command::new(&self.program);
        command.current_dir(fuzz()).args([name, "--sanitizer", "none", "--target-dir"]).arg(&self.directory);
        command.args(target);
        command
    }

    /// Fuzzes a target and gives what libFuzzer said.
    pub fn fuzz(&self, target: &str, corpus: &Path, seconds: u64, jobs: u16, interrupt: &Interrupt) -> Result<String> {
        let artifacts = self.artifacts(target)?;
        let mut command = self.command("run", Some(target));
        command.arg(corpus).arg("--");
        command.arg(format!("-artifact_prefix={}/", artifacts.display()));
        command.args([
            format!("-max_total_time={seconds}"),
            format!("-timeout={TIMEOUT}"),
            format!("-rss_limit_mb={MEMORY}"),
            format!("-max_len={LONGEST}"),
            // A fork goes on after a crash, so that one run can find several.
            format!("-fork={jobs}"),
            "-ignore_crashes=1".to_owned(),
            "-ignore_timeouts=1".to_owned(),
            "-ignore_ooms=1".to_owned(),
        ]);
        self.listen(target, command, interrupt)
    }

    /// The directory of a target's crashes, empty.
    fn artifacts(&self, target: &str) -> Result<PathBuf> {
        let artifacts = self.directory.join("artifacts").join(target);
        if artifacts.exists() {
            fs::remove_dir_all(&artifacts).map_err(|error| super::unwritable(&artifacts, &error))?;
        }
        create(&artifacts)?;
        Ok(artifacts)
    }

    /// The inputs that broke a target in the last run.
    pub fn crashes(&self, target: &str) -> Vec<PathBuf> {
        let entries = fs::read_dir(self.directory.join("artifacts").join(target)).into_iter().flatten().flatten();
        let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
        paths.retain(|path| path.file_name().is_some_and(|name| !name.to_string_lossy().starts_with("slow-unit")));
        paths.sort();
        paths
    }

    /// A smaller input that breaks a target as one does, where one is found in a moment.
    pub fn shrunk(&self, target: &str, crash: &Path) -> PathBuf {
        let mut command = self.command("tmin", Some(target));
        let name = crash.file_name().unwrap_or_default().to_string_lossy();
        let smaller = self.directory.join(format!("smaller-{name}"));
        command.arg(crash).arg("--").arg(format!("-exact_artifact_path={}", smaller.display()));
        command.arg(format!("-max_total_time={SHRINKING}"));
        let shrunk = command.stdout(Stdio::null()).stderr(Stdio::null()).status();
        if shrunk.is_ok() && smaller.is_file() { smaller } else { crash.to_owned() }
    }

    /// Runs a command to its end or to an interruption, and gives its standard error.
    fn listen(&self, target: &str, mut command: Command, interrupt: &Interrupt) -> Result<String> {
        let path = self.directory.join(format!("{target}.log"));
        let unwritable = |error: std::io::Error| super::unwritable(&path, &error);
        let log = fs::File::create(&path).map_err(unwritable)?;
        command.stdout(Stdio::null()).stderr(log);
        wait("cargo fuzz run", command, interrupt)?;
        Ok(String::from_utf8_lossy(&fs::read(&path).map_err(unwritable)?).into_owned())
    }
}

/// Runs a command that has to succeed.
fn finish(name: &str, command: Command, interrupt: &Interrupt) -> Result<()> {
    match wait(name, command, interrupt)? {
        true => Ok(()),
        false if interrupt.raised() => Err(Failure::interrupted("stopped")),
        false => Err(Failure::usage(format!("`{name}` failed"))),
    }
}

/// Whether a command succeeded. Ctrl-C reaches it as well, being in our process group; what does not end by that is killed.
fn wait(name: &str, mut command: Command, interrupt: &Interrupt) -> Result<bool> {
    let started = command.stdin(Stdio::null()).spawn();
    let mut child = started.map_err(|error| Failure::usage(format!("`{name}` cannot be started: {error}")))?;
    let mut patience = 50;
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return Ok(status.success()),
            Err(error) => return Err(Failure::usage(format!("`{name}` is lost: {error}"))),
            Ok(None) if interrupt.raised() && patience == 0 => {
                // Errors mean that there is nothing left to kill.
                let _ = child.kill();
            }
            Ok(None) => {}
        }
        patience -= i32::from(interrupt.raised() && patience > 0);
        thread::sleep(HEARTBEAT);
    }
}
