//! A step of CI: commands, and what they need beside cargo.

use std::{
    env::{self, consts::EXE_SUFFIX},
    path::PathBuf,
    process::{Command, Stdio},
};

use super::Programs;

/// A step.
pub struct Step {
    /// Its name, as `--only` takes it.
    pub name: &'static str,
    /// What it shows.
    pub about: &'static str,
    /// What it needs beside cargo.
    pub needs: &'static [Need],
    /// What it runs, in order; the step fails where one of them does.
    pub commands: &'static [Work],
}

impl Step {
    /// Whether one of its commands is a program that the build makes.
    pub fn needs_the_build(&self) -> bool {
        self.commands.iter().any(|work| matches!(work, Work::Certifier(_)))
    }

    /// What it needs and is not here.
    pub fn lacking(&self) -> Vec<&'static str> {
        self.needs.iter().filter(|need| !need.is_there()).map(|need| need.name()).collect()
    }
}

/// A command, said by who runs it; the words are split at blanks as a shell would.
#[derive(Clone, Copy)]
pub enum Work {
    /// cargo.
    Cargo(&'static str),
    /// This program: it is built already.
    Xtask(&'static str),
    /// The certifier, as the build made it.
    Certifier(&'static str),
    /// A program of the machine.
    Program(&'static str),
}

impl Work {
    /// The command.
    pub fn command(self, programs: &Programs) -> Command {
        let (program, words) = match self {
            Self::Cargo(words) => (programs.cargo.clone(), words),
            Self::Xtask(words) => (programs.xtask.clone(), words),
            Self::Certifier(words) => (programs.certifier.clone(), words),
            Self::Program(words) => (PathBuf::new(), words),
        };
        let mut words = shell_words::split(words).expect("a command of ours").into_iter();
        let program = if program.as_os_str().is_empty() { words.next().expect("a program").into() } else { program };
        let mut command = Command::new(program);
        command.args(words);
        command
    }

    /// It, as somebody types it.
    pub fn typed(self) -> String {
        match self {
            Self::Cargo(words) => format!("cargo {words}"),
            Self::Xtask(words) => format!("cargo xtask {words}"),
            Self::Certifier(words) => format!("cargo xtask certify {words}"),
            Self::Program(words) => words.to_owned(),
        }
    }
}

/// Something that is not cargo's.
#[derive(Clone, Copy)]
pub enum Need {
    /// A program on the path.
    Program(&'static str),
    /// A module of python3.
    Python(&'static str),
}

impl Need {
    fn name(self) -> &'static str {
        match self {
            Self::Program(name) | Self::Python(name) => name,
        }
    }

    fn is_there(self) -> bool {
        match self {
            Self::Program(name) => is_on_the_path(name),
            Self::Python(module) => {
                let mut python = Command::new("python3");
                python.args(["-c", &format!("import {module}")]).stdout(Stdio::null()).stderr(Stdio::null());
                python.status().is_ok_and(|status| status.success())
            }
        }
    }
}

fn is_on_the_path(program: &str) -> bool {
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path).any(|place| place.join(format!("{program}{EXE_SUFFIX}")).is_file())
}
