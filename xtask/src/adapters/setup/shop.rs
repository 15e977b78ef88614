//! Where one adapter is set up: its folder, its log, and how a command is run there.

use std::{
    fs,
    process::{Command, Stdio},
    time::Duration,
};

use suite::process::Interrupt;

use super::log::Log;
use crate::{
    adapters::registry::Adapter,
    child,
    failure::{Failure, Result, note},
};

/// The time that a program has to say its version.
const MOMENT: Duration = Duration::from_secs(20);

/// One adapter's set-up.
pub struct Shop<'a> {
    /// The adapter.
    pub adapter: &'a Adapter,
    log: Log,
    interrupt: &'a Interrupt,
}

impl<'a> Shop<'a> {
    /// Makes its target directory, with an empty log.
    pub fn open(adapter: &'a Adapter, interrupt: &'a Interrupt) -> Result<Self> {
        let path = adapter.target.join("setup.log");
        let log = fs::create_dir_all(&adapter.target).and_then(|()| Log::create(&path));
        let log = log.map_err(|error| Failure::usage(format!("{} cannot be written: {error}", path.display())))?;
        Ok(Self { adapter, log, interrupt })
    }

    /// A line on standard error: what is done now.
    pub fn tell(&self, what: &str) {
        note(&format!("{}: {what}\n", self.adapter.name));
    }

    /// Whether the work is to stop.
    pub fn is_stopped(&self) -> bool {
        self.interrupt.raised()
    }

    /// A failure to set it up.
    pub fn failure(&self, message: &str) -> Failure {
        Failure::usage(format!("the adapter `{}` is not set up: {message}", self.adapter.name))
    }

    /// Runs a command in the adapter's folder to its end, its output kept in the log.
    pub fn run(&mut self, words: &[String]) -> Result<()> {
        self.log.begin(words);
        let ended = self.log.output().and_then(|(output, complaints)| {
            let mut command = self.command(words);
            command.stdout(output).stderr(complaints);
            child::wait(&mut child::start(&mut command)?, self.interrupt, None)
        });
        let said = match ended {
            Ok(Some(status)) if status.success() => return Ok(()),
            Ok(Some(status)) => status.to_string(),
            Ok(None) => "stopped".to_owned(),
            Err(error) => error.to_string(),
        };
        let (place, tail) = (self.log.path().display(), self.log.tail());
        let command = shell_words::join(words);
        Err(self.failure(&format!("`{command}`: {said}\n{tail}The whole output is in {place}")))
    }

    /// What a command says on standard output, or on standard error where it says nothing there; `None` where it fails.
    pub fn ask(&mut self, words: &[&str]) -> Result<Option<String>> {
        let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        self.log.begin(&words);
        let mut command = self.command(&words);
        let answer = child::ask(&mut command, self.interrupt, MOMENT).ok().flatten();
        if self.interrupt.raised() {
            return Err(Failure::interrupted("stopped"));
        }
        self.log.write(answer.as_deref().unwrap_or("(no answer)\n"));
        Ok(answer)
    }

    /// What a program says of its version, in its first line.
    pub fn version(&mut self, program: &str) -> Result<String> {
        let said = self.ask(&[program, "--version"])?;
        let line = said.as_deref().and_then(|said| said.lines().map(str::trim).find(|line| !line.is_empty()));
        Ok(line.unwrap_or("unknown").to_owned())
    }

    fn command(&self, words: &[String]) -> Command {
        let (program, arguments) = words.split_first().expect("a manifest's command is not empty");
        let mut command = Command::new(program);
        command.args(arguments).current_dir(&self.adapter.folder).stdin(Stdio::null());
        command.env("DEBIAN_FRONTEND", "noninteractive").env("PYTHONDONTWRITEBYTECODE", "1");
        command
    }
}
