//! `cargo xtask bench roofline`: the least time that an iteration of each workload could take on this machine.

use std::{
    env,
    process::{Command, ExitCode, Stdio},
};

use ::measure::record::{Row, metric};
use clap::Args;
use comfy_table::{CellAlignment, Table, presets::UTF8_FULL_CONDENSED};
use serde::Deserialize;

use super::{Place, stamp::Stamp};
use crate::{
    arguments::workspace,
    failure::{Failure, Result},
    verify::print,
};

/// Whose row a roofline is: nobody's.
const MACHINE: (&str, &str) = ("machine", "");

/// The arguments of `bench roofline`.
#[derive(Args)]
pub struct Arguments {
    #[command(flatten)]
    place: Place,
    /// Only the workloads whose name matches, such as "G*"
    #[arg(long, value_name = "GLOB", default_value = "*")]
    workload: String,
    /// Add the rooflines to the history
    #[arg(long)]
    record: bool,
}

#[derive(Deserialize)]
struct Bound {
    workload: String,
    seconds: f64,
    parts: Vec<Part>,
}

#[derive(Deserialize)]
struct Part {
    part: String,
    rate: f64,
    seconds: f64,
}

/// Measures, prints and records.
pub fn run(arguments: &Arguments) -> Result<ExitCode> {
    let stamp = Stamp::now(&arguments.place.records())?;
    let bounds = measure(&arguments.workload)?;
    print(&table(&bounds))?;
    if arguments.record {
        let row = |bound: &Bound| stamp.count(&bound.workload, MACHINE, metric::ROOFLINE_SECONDS, bound.seconds);
        let rows: Vec<Row> = bounds.iter().map(row).collect();
        super::keep(&arguments.place.records(), &stamp, &rows)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Builds the program of `benches` and asks it.
fn measure(workload: &str) -> Result<Vec<Bound>> {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.args(["run", "--quiet", "--release", "--package", "benches", "--bin", "roofline", "--manifest-path"]);
    command.arg(workspace().join("Cargo.toml")).arg("--").arg(workload).stderr(Stdio::inherit());
    let output = command.output().map_err(|error| Failure::usage(format!("cargo cannot be started: {error}")))?;
    if !output.status.success() {
        return Err(Failure::usage(format!("the program `roofline` ended with {}", output.status)));
    }
    serde_json::from_slice(&output.stdout)
        .map_err(|error| Failure::usage(format!("what the program `roofline` printed cannot be read: {error}")))
}

fn table(bounds: &[Bound]) -> String {
    let mut table = Table::new();
    table.load_style(UTF8_FULL_CONDENSED).set_header(["workload", "ms an iteration", "of which"]);
    for bound in bounds {
        let part = |part: &Part| format!("{} {:.2} ({:.1} G/s)", part.part, 1e3 * part.seconds, part.rate / 1e9);
        let parts: Vec<String> = bound.parts.iter().map(part).collect();
        table.add_row([bound.workload.clone(), format!("{:.3}", 1e3 * bound.seconds), parts.join(", ")]);
    }
    for column in table.column_iter_mut().skip(1).take(1) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    format!("{}\n", table.trim_fmt())
}
