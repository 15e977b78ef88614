//! `cargo xtask bench gate`: fails where a count has grown by more than its own history explains.

use std::{fs, path::PathBuf, process::ExitCode};

use ::measure::{
    gate::{Gate, Judged, Judgement, Verdict, Waiver, parse_waivers},
    machine::host::Host,
    record::{Records, Row},
};
use clap::Args;
use comfy_table::{CellAlignment, Table, presets::UTF8_FULL_CONDENSED};

use super::{
    Place,
    counts::{self, shown},
    stamp::{Stamp, this_host},
};
use crate::{
    arguments::workspace,
    date,
    failure::{Failure, Result},
    verify::print,
};

/// A creep that is worth a word: many steps, each within the threshold.
const CREEP: f64 = 0.02;

/// The arguments of `bench gate`.
#[derive(Args)]
pub struct Arguments {
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    what: counts::What,
    /// The file of accepted growth [default: benches/waivers.toml]
    #[arg(long, value_name = "FILE")]
    waivers: Option<PathBuf>,
    /// Judge the counts of this directory, as `bench counts --write` makes it, and count nothing
    #[arg(long, value_name = "DIR")]
    counted: Option<PathBuf>,
}

/// Counts and judges; 1 where something has grown, is lost or a waiver is out of date.
pub fn run(arguments: &Arguments) -> Result<ExitCode> {
    let records = arguments.place.records();
    let record = records.read_all().map_err(|error| Failure::usage(error.to_string()))?;
    let waivers = waivers(arguments)?;
    let (rows, missing) = counted(arguments, &records)?;
    let (here, today) = (this_host(), date::today());
    let alike = |host: &str| alike(&records, host, &here);
    let gate = Gate {
        record: &record,
        waivers: &waivers,
        today: &today,
        alike: &alike,
        complete: arguments.what.workload.is_none(),
    };
    let judgement = gate.judge(&rows);
    print(&said(&judgement, &missing))?;
    if judgement.compared() == 0 {
        let failure = Failure::usage(format!("nothing in {} can be compared with", records.directory().display()));
        let why = "counts of a clean revision are needed, instructions by the same compiler and valgrind";
        return Err(failure.help(format!("{why}: `cargo xtask bench counts --record`")));
    }
    Ok(if judgement.passes() && missing.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn counted(arguments: &Arguments, records: &Records) -> Result<(Vec<Row>, Vec<String>)> {
    match &arguments.counted {
        Some(directory) => {
            let rows = Records::at(directory).read_all().map_err(|error| Failure::usage(error.to_string()))?;
            Ok((rows, Vec::new()))
        }
        None => {
            let counted = counts::count(&arguments.what, &Stamp::now(records)?)?;
            Ok((counted.rows, counted.missing))
        }
    }
}

fn waivers(arguments: &Arguments) -> Result<Vec<Waiver>> {
    let path = arguments.waivers.clone().unwrap_or_else(|| workspace().join("benches").join("waivers.toml"));
    if arguments.waivers.is_none() && !path.exists() {
        return Ok(Vec::new());
    }
    let fault = |error: String| Failure::usage(format!("{}: {error}", path.display()));
    let text = fs::read_to_string(&path).map_err(|error| fault(error.to_string()))?;
    parse_waivers(&text).map_err(fault)
}

/// Whether a host of the record counts instructions as this one does: what valgrind shows of a processor is the same on every one that has AVX2.
fn alike(records: &Records, name: &str, here: &Host) -> bool {
    let path = records.directory().join("hosts").join(format!("{name}.toml"));
    let there = fs::read_to_string(path).ok().and_then(|text| toml::from_str::<Host>(&text).ok());
    let vectors = |host: &Host| ["avx2", "fma", "asimd"].map(|name| host.features.iter().any(|found| found == name));
    there.is_some_and(|there| {
        (&there.rustc, &there.valgrind) == (&here.rustc, &here.valgrind) && vectors(&there) == vectors(here)
    })
}

fn said(judgement: &Judgement, missing: &[String]) -> String {
    let mut table = Table::new();
    table.load_style(UTF8_FULL_CONDENSED);
    table.set_header(["workload", "metric", "record", "now", "change", "allowed", "verdict"]);
    for judged in &judgement.counts {
        table.add_row(row(judged));
    }
    for column in table.column_iter_mut().skip(2).take(4) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    let mut text = format!("{}\n", table.trim_fmt());
    for judged in &judgement.counts {
        text += &remark(judged).map(|remark| format!("{remark}\n")).unwrap_or_default();
    }
    for complaint in judgement.complaints.iter().chain(missing) {
        text += &format!("{complaint}\n");
    }
    text + &format!("{} counts, {} of them compared with the record\n", judgement.counts.len(), judgement.compared())
}

fn row(judged: &Judged) -> [String; 7] {
    let number = |value: Option<f64>| value.map_or_else(|| "-".to_owned(), shown);
    let verdict = match &judged.verdict {
        Verdict::Held => "held",
        Verdict::Improved => "fell",
        Verdict::Grew => "GREW",
        Verdict::Waived(_) => "grew, waived",
        Verdict::New => "not compared",
        Verdict::Lost => "LOST",
    };
    [
        judged.key.benchmark.clone(),
        judged.key.metric.clone(),
        number(judged.before.as_ref().map(|(value, _)| *value)),
        number(judged.now),
        judged.growth().map_or_else(|| "-".to_owned(), percent),
        format!("{:.2} %", 100.0 * judged.threshold),
        verdict.to_owned(),
    ]
}

/// What is to be said of a count beside its numbers.
fn remark(judged: &Judged) -> Option<String> {
    let name = format!("{} of {}", judged.key.metric, judged.key.benchmark);
    let since = judged.before.as_ref().map_or("", |(_, revision)| revision.as_str());
    let grown = judged.growth().map(percent).unwrap_or_default();
    match &judged.verdict {
        Verdict::Grew => Some(format!("{name}: {grown} since {since}; mend it, or accept it in benches/waivers.toml")),
        Verdict::Waived(reason) => Some(format!("{name}: {grown} since {since}, accepted: {reason}")),
        Verdict::Lost => Some(format!("{name}: it is in the record of {since} and was not counted")),
        Verdict::Improved => Some(format!("{name}: {grown} since {since}; record it, so that it cannot be lost again")),
        Verdict::Held => judged
            .creep
            .filter(|creep| *creep > CREEP)
            .map(|creep| format!("{name}: {} above its least in the record, by small steps", percent(creep))),
        Verdict::New => None,
    }
}

fn percent(change: f64) -> String {
    format!("{:+.2} %", 100.0 * change)
}
