//! `cargo xtask bench report`: the history as one HTML page.

use std::{collections::BTreeSet, fs, path::PathBuf, process::ExitCode};

use ::measure::{
    machine::host::Host,
    record::{Records, Row},
    report::Report,
};
use clap::Args;
use suite::replace::replace;

use super::Place;
use crate::{
    arguments::workspace,
    failure::{Failure, Result, note},
};

/// The arguments of `bench report`.
#[derive(Args)]
pub struct Arguments {
    #[command(flatten)]
    place: Place,
    /// Where it is written [default: target/bench/report.html]
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
}

/// Writes the page.
pub fn run(arguments: &Arguments) -> Result<ExitCode> {
    let records = arguments.place.records();
    let rows = records.read_all().map_err(|error| Failure::usage(error.to_string()))?;
    let hosts = hosts(&records, &rows)?;
    let page = Report { rows: &rows, hosts: &hosts }.html();
    let path = arguments.html.clone().unwrap_or_else(|| workspace().join("target/bench/report.html"));
    replace(&path, page.as_bytes())
        .map_err(|error| Failure::usage(format!("{} cannot be written: {error}", path.display())))?;
    note(&format!("{} measurements in {}\n", rows.len(), path.display()));
    Ok(ExitCode::SUCCESS)
}

/// The hosts that rows name, as far as there is a file of them.
fn hosts(records: &Records, rows: &[Row]) -> Result<Vec<(String, Host)>> {
    let names: BTreeSet<&str> = rows.iter().map(|row| row.host.as_str()).collect();
    let mut hosts = Vec::new();
    for name in names {
        let path = records.directory().join("hosts").join(format!("{name}.toml"));
        if let Ok(text) = fs::read_to_string(&path) {
            let host = toml::from_str(&text).map_err(|error| Failure::usage(format!("{}: {error}", path.display())))?;
            hosts.push((name.to_owned(), host));
        }
    }
    Ok(hosts)
}
