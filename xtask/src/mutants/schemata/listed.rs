//! The mutants as `cargo mutants --list --json` names them.

use serde::Deserialize;
use serde_json::Value;

use super::super::tried::Span;
use crate::failure::{Failure, Result};

/// A mutant that is to be tried.
#[derive(Clone, Debug, Deserialize)]
pub struct Listed {
    /// Its name, with line and column.
    pub name: String,
    /// The file, from the root of the workspace.
    pub file: String,
    /// The function it is in; none where it is in a constant.
    pub function: Option<Function>,
    /// What is replaced.
    pub span: Span,
    /// By what.
    pub replacement: String,
    /// All that `cargo mutants` says of it, which is what its outcomes are written with.
    #[serde(skip)]
    pub whole: Value,
}

/// A function with mutants.
#[derive(Clone, Debug, Deserialize)]
pub struct Function {
    /// Its result, with the arrow.
    pub return_type: String,
    /// From its first attribute or comment to its closing brace.
    pub span: Span,
}

/// Reads the list.
pub fn parse(text: &[u8]) -> Result<Vec<Listed>> {
    let fail = |error| Failure::usage(format!("the list of cargo-mutants cannot be read: {error}"));
    let values: Vec<Value> = serde_json::from_slice(text).map_err(fail)?;
    let of = |whole: Value| Listed::deserialize(&whole).map(|listed| Listed { whole, ..listed });
    values.into_iter().map(of).collect::<std::result::Result<_, _>>().map_err(fail)
}
