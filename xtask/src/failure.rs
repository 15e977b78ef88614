//! Why a command could not do its work, with the exit code that says whose fault it is.

use std::{
    fmt,
    io::{self, Write},
    path::Path,
    process::ExitCode,
};

use miette::{Diagnostic, MietteHandlerOpts, Report};
use suite::{error::Error, format::CERTIFIER, process::StartError, runner::RunError};

/// What every command returns.
pub type Result<T> = std::result::Result<T, Failure>;

/// The caller's or the suite's fault.
pub const USAGE: u8 = 2;
/// The adapter could not be started.
pub const NOT_STARTED: u8 = 3;
/// Stopped by Ctrl-C, as shells count it.
pub const INTERRUPTED: u8 = 130;

/// Text on standard error. Where nobody can read it there is nobody to be told, and the exit code stands.
pub fn note(text: &str) {
    let _ = io::stderr().lock().write_all(text.as_bytes());
}

/// A command that could not do its work.
#[derive(Debug)]
pub struct Failure {
    code: u8,
    message: String,
    help: Option<String>,
}

impl Failure {
    /// The caller's or the suite's fault.
    pub fn usage(message: impl Into<String>) -> Self {
        Self { code: USAGE, message: message.into(), help: None }
    }

    /// The adapter's fault, or that of whoever named its command.
    pub fn not_started(error: &StartError) -> Self {
        Self { code: NOT_STARTED, message: error.to_string(), help: None }
    }

    /// Stopped from outside.
    pub fn interrupted(message: impl Into<String>) -> Self {
        Self { code: INTERRUPTED, message: message.into(), help: None }
    }

    /// The suite's fault, with the command that mends it where there is one; `directory` is the suite's where it was named.
    pub fn broken_suite(error: &Error, directory: Option<&Path>) -> Self {
        let failure = Self::usage(format!("the suite is broken: {error}"));
        match error {
            Error::Uncertified { .. } => {
                let suite = directory.map(|directory| ["--suite".to_owned(), directory.display().to_string()]);
                let words = CERTIFIER.split(' ').map(str::to_owned).chain(suite.into_iter().flatten());
                failure.help(format!("run `{}`", shell_words::join(words)))
            }
            _ => failure,
        }
    }

    /// Stopped by Ctrl-C.
    pub fn stopped(message: impl Into<String>) -> Self {
        Self { code: INTERRUPTED, message: message.into(), help: None }
    }

    /// The same with a hint at what to do.
    pub fn help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }

    /// The hint, where there is one.
    #[cfg(test)]
    pub fn hint(&self) -> Option<&str> {
        self.help.as_deref()
    }

    /// The message, with the hint where there is one.
    pub fn in_full(&self) -> String {
        self.help.as_ref().map_or_else(|| self.message.clone(), |help| format!("{}; {help}", self.message))
    }

    /// Whether the adapter is to blame: it could not be started.
    pub fn is_of_the_adapter(&self) -> bool {
        self.code == NOT_STARTED
    }

    /// Shows it on standard error and gives the exit code.
    pub fn show(self) -> ExitCode {
        let code = ExitCode::from(self.code);
        // Paths and commands are to be copied: lines are left as they are. A handler that is set already does as well.
        let _ = miette::set_hook(Box::new(|_| Box::new(MietteHandlerOpts::new().wrap_lines(false).build())));
        note(&format!("{:?}", Report::new(self)));
        code
    }
}

impl From<RunError> for Failure {
    fn from(error: RunError) -> Self {
        let code = match &error {
            RunError::Start(_) => NOT_STARTED,
            RunError::Interrupted { .. } => INTERRUPTED,
            RunError::Suite(_) | RunError::Filter(_) | RunError::NoMatch { .. } | RunError::Lost { .. } => USAGE,
        };
        Self { code, message: error.to_string(), help: None }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Failure {}

impl Diagnostic for Failure {
    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.help.as_ref().map(|help| Box::new(help) as Box<dyn fmt::Display>)
    }
}
