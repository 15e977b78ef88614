//! Who is judged: an adapter in a process of its own, or the reference in ours. What `--adapter` and `--timeout` mean is decided here.

use std::{env, time::Duration};

use clap::Args;
use reference_adapter::Reference;
use suite::{
    implementation::Implementation,
    process::{Interrupt, Limits, ProcessAdapter, StartError},
};

use crate::{
    adapters::{
        registry::{Adapter, Registry},
        state::State,
    },
    arguments::{seconds, workspace},
    failure::{Failure, Result},
};

/// Seconds a case may take where nobody says otherwise.
const TIMEOUT: Duration = Duration::from_secs(30);

/// The arguments that say who is judged.
#[derive(Args, Clone, Default)]
pub struct Who {
    /// The command that starts the adapter, for instance "python3 my_em.py", or @NAME for the one of adapters/NAME, further words going to it; the reference where absent
    #[arg(long, value_name = "CMD")]
    pub adapter: Option<String>,
    /// Seconds an adapter has for a case [default: 30, or what the manifest of @NAME says]
    #[arg(long, value_name = "S", value_parser = seconds, allow_negative_numbers = true)]
    pub timeout: Option<Duration>,
    /// Seconds it has to start and say who it is [default: 60, or as much as for a case where that is more]
    #[arg(long, value_name = "S", value_parser = seconds, allow_negative_numbers = true)]
    pub start_timeout: Option<Duration>,
}

/// Who is judged, and how long a case may take.
#[derive(Debug)]
pub struct Contestant {
    command: Option<String>,
    limits: Limits,
    /// The arguments that name him again.
    said: Vec<String>,
}

impl Contestant {
    /// Whoever is meant.
    ///
    /// # Errors
    /// When it is `@NAME`, and there is no adapter of that name or it is not set up.
    pub fn new(who: &Who) -> Result<Self> {
        let contestant = match who.adapter.as_deref() {
            Some(adapter) => Self::of(adapter, who.timeout)?,
            None => Self::over(None, None, who.timeout, TIMEOUT),
        };
        Ok(contestant.starting_within(who.start_timeout))
    }

    fn starting_within(mut self, start: Option<Duration>) -> Self {
        if let Some(start) = start {
            self.limits.start = start;
            self.said.extend(["--start-timeout".to_owned(), start.as_secs_f64().to_string()]);
        }
        self
    }

    fn of(adapter: &str, timeout: Option<Duration>) -> Result<Self> {
        let Some(name) = adapter.strip_prefix('@') else {
            return Ok(Self::over(Some(adapter.to_owned()), Some(adapter), timeout, TIMEOUT));
        };
        // Further words go to the adapter: `@commons-math --as-documented`.
        let (name, further) = name.split_once(char::is_whitespace).unwrap_or((name, ""));
        let registry = Registry::open(None).map_err(|error| Failure::usage(error.to_string()))?;
        Ok(Self::registered(&registry.named(name)?, timeout)?.with(further.trim()))
    }

    /// He, started with further words.
    fn with(mut self, further: &str) -> Self {
        if !further.is_empty() {
            self.command = self.command.map(|command| format!("{command} {further}"));
            let said = self.said.iter_mut().skip_while(|word| *word != "--adapter").nth(1);
            said.into_iter().for_each(|said| *said = format!("{said} {further}"));
        }
        self
    }

    /// A registered adapter.
    ///
    /// # Errors
    /// When it is not set up as it stands there.
    pub fn registered(adapter: &Adapter, timeout: Option<Duration>) -> Result<Self> {
        let name = &adapter.name;
        match adapter.state() {
            State::SetUp(_) => Ok(Self::ready(adapter, timeout)),
            State::NotRun(reason) => Err(Failure::usage(format!("the adapter `{name}` is not run here: {reason}"))),
            state @ (State::NotSetUp | State::Stale(_)) => {
                let failure = Failure::usage(format!("the adapter `{name}` is {state}"));
                Err(failure.help(format!("run `cargo xtask adapters setup {name}`")))
            }
        }
    }

    /// A registered adapter that is about to be set up: only its command is needed.
    pub fn ready(adapter: &Adapter, timeout: Option<Duration>) -> Self {
        let command = adapter.command_line();
        let known_here = adapter.root == workspace();
        let said = if known_here { format!("@{}", adapter.name) } else { command.clone() };
        Self::over(Some(command), Some(&said), timeout, adapter.timeout())
    }

    fn over(command: Option<String>, said: Option<&str>, timeout: Option<Duration>, otherwise: Duration) -> Self {
        let mut words = Vec::new();
        let mut option = |name: &str, value: String| words.extend([name.to_owned(), value]);
        if let Some(said) = said {
            option("--adapter", said.to_owned());
        }
        if let Some(timeout) = timeout {
            option("--timeout", timeout.as_secs_f64().to_string());
        }
        Self { command, limits: Limits::within(timeout.unwrap_or(otherwise)), said: words }
    }

    /// Starts him.
    ///
    /// # Errors
    /// When the command cannot be started or does not describe itself.
    pub fn start(&self, interrupt: &Interrupt) -> std::result::Result<Box<dyn Implementation>, StartError> {
        Ok(match &self.command {
            Some(command) => Box::new(ProcessAdapter::start(command, self.limits, interrupt.clone())?),
            None => Box::new(Reference::new()),
        })
    }

    /// The command that starts him; the reference has none.
    pub fn command(&self) -> Option<&str> {
        self.command.as_deref()
    }

    /// What he is allowed.
    pub fn limits(&self) -> Limits {
        self.limits
    }

    /// The words that start him as a process, the reference too.
    ///
    /// # Errors
    /// When the command cannot be split into words.
    pub fn words(&self) -> Result<Vec<String>> {
        let Some(command) = &self.command else {
            let here = env::current_exe().map_err(|error| Failure::usage(format!("where xtask is: {error}")))?;
            return Ok(vec![here.to_string_lossy().into_owned(), "adapter".to_owned()]);
        };
        shell_words::split(command).map_err(|error| Failure::usage(format!("--adapter `{command}`: {error}")))
    }

    /// A command of these words that is about him.
    pub fn again<'a>(&self, words: impl IntoIterator<Item = &'a str>) -> Vec<String> {
        words.into_iter().map(str::to_owned).chain(self.said.iter().cloned()).collect()
    }
}

#[cfg(test)]
mod tests;
