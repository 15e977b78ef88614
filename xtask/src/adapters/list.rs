//! `adapters list`: a table of the adapters.

use std::process::ExitCode;

use comfy_table::{CellAlignment, Table, presets::UTF8_FULL_CONDENSED};
use suite::{
    error::{parse_toml, read_text},
    known_failures::KnownFailuresFile,
    process::cut,
};

use super::registry::{Adapter, Registry};
use crate::{
    failure::{Failure, Result},
    verify::print,
};

/// The most characters of a state that the table shows.
const WIDTH: usize = 50;

/// Prints the table, and below it in full what it had to cut.
pub fn run(registry: &Registry) -> Result<ExitCode> {
    let adapters = registry.all().map_err(|error| Failure::usage(error.to_string()))?;
    let mut table = Table::new();
    table.load_style(UTF8_FULL_CONDENSED).set_header(["name", "language", "version", "state", "known failures"]);
    for adapter in &adapters {
        table.add_row(row(adapter)?);
    }
    for column in table.column_iter_mut().skip(4) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    let states = adapters.iter().map(|adapter| (&adapter.name, adapter.state().to_string()));
    let longer: String = states
        .filter(|(_, state)| cut(state, WIDTH) != *state)
        .map(|(name, state)| format!("{name}: {state}\n"))
        .collect();
    print(&format!("{}\n{longer}", table.trim_fmt()))?;
    Ok(ExitCode::SUCCESS)
}

fn row(adapter: &Adapter) -> Result<[String; 5]> {
    let state = adapter.state();
    let version = state.receipt().map_or_else(|| "-".to_owned(), |receipt| receipt.description.version.clone());
    Ok([
        adapter.name.clone(),
        adapter.manifest.language.clone(),
        version,
        cut(&state.to_string(), WIDTH),
        known_failures(adapter)?.to_string(),
    ])
}

/// How many entries its list of known failures has.
fn known_failures(adapter: &Adapter) -> Result<usize> {
    let Some(path) = adapter.known_failures() else { return Ok(0) };
    let file = read_text(&path).and_then(|text| parse_toml::<KnownFailuresFile>(&path, &text));
    file.map(|file| file.known.len()).map_err(|error| Failure::usage(error.to_string()))
}
