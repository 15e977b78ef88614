//! Which adapters a command is about, and which it passes over.

use clap::Args;

use super::{
    registry::{Adapter, Registry},
    state::State,
};
use crate::failure::{Failure, Result};

/// The arguments that choose.
#[derive(Args)]
#[group(required = true, multiple = false)]
pub struct Choice {
    /// The adapters, by their folders' names
    #[arg(value_name = "NAME")]
    names: Vec<String>,
    /// All that can be run here
    #[arg(long)]
    all: bool,
    /// Those that are cheap enough for CI
    #[arg(long)]
    ci: bool,
}

/// An adapter that was passed over, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// Its name.
    pub name: String,
    /// The reason.
    pub reason: String,
}

/// What was chosen, by name.
pub struct Chosen {
    /// What the command is about.
    pub adapters: Vec<Adapter>,
    /// What it passes over.
    pub skipped: Vec<Skipped>,
}

impl Choice {
    /// The adapters of a registry that are meant.
    pub fn of(&self, registry: &Registry) -> Result<Chosen> {
        if self.names.is_empty() { self.kind(registry) } else { self.named(registry) }
    }

    /// Whether the choice leaves it open what is set up.
    pub fn takes_what_there_is(&self) -> bool {
        self.all
    }

    fn named(&self, registry: &Registry) -> Result<Chosen> {
        let mut names: Vec<&str> = self.names.iter().map(String::as_str).collect();
        names.sort_unstable();
        names.dedup();
        let adapters = names.into_iter().map(|name| registry.named(name)).collect::<Result<Vec<_>>>()?;
        match adapters.iter().find(|adapter| matches!(adapter.state(), State::NotRun(_))) {
            Some(adapter) => Err(Failure::usage(format!("the adapter `{}` is {}", adapter.name, adapter.state()))),
            None => Ok(Chosen { adapters, skipped: Vec::new() }),
        }
    }

    fn kind(&self, registry: &Registry) -> Result<Chosen> {
        let mut chosen = Chosen { adapters: Vec::new(), skipped: Vec::new() };
        for adapter in registry.all().map_err(|error| Failure::usage(error.to_string()))? {
            let reason = match adapter.state() {
                state @ State::NotRun(_) => Some(state.to_string()),
                _ if self.ci && !adapter.manifest.ci => Some("not cheap enough for CI".to_owned()),
                _ => None,
            };
            match reason {
                Some(reason) => chosen.skipped.push(Skipped { name: adapter.name, reason }),
                None => chosen.adapters.push(adapter),
            }
        }
        Ok(chosen)
    }
}
