//! `receipt.json`: what an adapter was set up from, and what came of it.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use suite::{
    error::{Error, Result, parse_json, read_text},
    format::Description,
    replace::replace,
};

use super::{inputs::Inputs, registry::Adapter};
use crate::date::today;

/// The number of the receipt's format.
const FORMAT: u32 = 1;

/// What `receipt.json` says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Receipt {
    /// The format's number, 1.
    pub format: u32,
    /// The adapter's name.
    pub adapter: String,
    /// The day it was set up, as `2026-11-21`.
    pub date: String,
    /// What each program that it needs says of its version.
    pub programs: BTreeMap<String, String>,
    /// The version of each Debian package that it needs.
    pub debian: BTreeMap<String, String>,
    /// What `pip freeze` says of its virtual environment.
    pub python: Vec<String>,
    /// What it says of itself.
    pub description: Description,
    /// SHA-256 of each file of the folder, in hexadecimal.
    pub inputs: Inputs,
}

/// Where the receipt of an adapter stands.
pub fn path(target: &Path) -> PathBuf {
    target.join("receipt.json")
}

impl Receipt {
    /// The receipt of an adapter that needs nothing and has said nothing yet.
    pub fn new(adapter: &Adapter, inputs: Inputs) -> Self {
        Self {
            format: FORMAT,
            adapter: adapter.name.clone(),
            date: today(),
            programs: BTreeMap::new(),
            debian: BTreeMap::new(),
            python: Vec::new(),
            description: Description::default(),
            inputs,
        }
    }

    /// The receipt in a target directory; `None` where there is none.
    ///
    /// # Errors
    /// When it is not of the format.
    pub fn read(target: &Path) -> Result<Option<Self>> {
        let path = path(target);
        if !path.exists() {
            return Ok(None);
        }
        let receipt: Self = parse_json(&path, &read_text(&path)?)?;
        match receipt.format {
            FORMAT => Ok(Some(receipt)),
            other => Err(Error::broken(&path, 0, "format", format!("format {other} is not known here"))),
        }
    }

    /// Writes it, in full or not at all.
    ///
    /// # Errors
    /// When the place cannot be written.
    pub fn write(&self, target: &Path) -> Result<()> {
        let path = path(target);
        let text = format!("{}\n", serde_json::to_string_pretty(self).expect("a receipt is JSON"));
        replace(&path, text.as_bytes()).map_err(|error| Error::unreadable(&path, &error))
    }
}
