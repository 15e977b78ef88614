//! A law file: the law that a case is judged by, and how the case was found.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A file of `laws/`: a law that any implementation must keep on the case of the same place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LawFile {
    /// The format's number, 1.
    pub format: u32,
    /// The case's permanent name.
    pub id: String,
    /// The law's permanent name, as `cargo xtask props --list` lists it.
    pub law: String,
    /// What was wrong where the case was found. For people; it changes no verdict.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub found: Option<String>,
    /// The seed of the run that found it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seed: Option<u64>,
    /// Which case of that seed it was shrunk from, from 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub index: Option<usize>,
}
