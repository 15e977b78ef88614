//! `cargo xtask case show ID`: the case, its certified answer and what an implementation makes of it, side by side.

use std::{collections::BTreeMap, path::PathBuf, process::ExitCode};

use clap::{Args, Subcommand};
use comfy_table::{CellAlignment, Table, presets::UTF8_FULL_CONDENSED};
use serde::Serialize;
use suite::{
    format::{Case, Data, Description, Expect},
    golden::Suite,
    implementation::Response,
    process::Interrupt,
    runner::{self, Prepared},
    verdict::{Finding, Judged, SLACK, Settings, Shown, certified_17, conclude},
};

use crate::{
    arguments::{did_you_mean, digits, open_suite},
    contestant::{Contestant, Who},
    failure::{Failure, Result},
    verify::print,
};

/// How many rows the table has for each kind of quantity unless all are asked for.
const ROWS: usize = 24;
/// The longest value of the header.
const WIDTH: usize = 300;

/// The commands on cases.
#[derive(Subcommand)]
pub enum Command {
    /// Show a case, its certified answer and the reference's (or an adapter's) answer side by side
    Show(Show),
}

/// The arguments of `case show`.
#[derive(Args)]
pub struct Show {
    /// The case, for instance gaussian/faithful-full-k2
    id: String,
    #[command(flatten)]
    who: Who,
    /// The directory of the suite [default: golden]
    #[arg(long, value_name = "DIR")]
    suite: Option<PathBuf>,
    /// How many digits an answer may fall short of the attainable ones
    #[arg(long, value_name = "DIGITS", default_value_t = SLACK, value_parser = digits)]
    slack: f64,
    /// Show every quantity, however many there are
    #[arg(long)]
    all: bool,
}

/// Runs a command on cases.
pub fn run(command: &Command) -> Result<ExitCode> {
    let Command::Show(arguments) = command;
    show(arguments)
}

fn show(arguments: &Show) -> Result<ExitCode> {
    let suite = open_suite(arguments.suite.as_deref())?;
    let case = find(&suite, &arguments.id)?;
    let broken = |error| Failure::broken_suite(&error, arguments.suite.as_deref());
    let prepared = runner::prepare_one(&suite, case).map_err(broken)?;
    let started = Contestant::new(&arguments.who)?.start(&Interrupt::default());
    let mut implementation = started.map_err(|error| Failure::from(runner::RunError::from(error)))?;
    let response = runner::respond(&prepared, implementation.as_mut());
    let settings = Settings { slack: arguments.slack, precision: implementation.description().precision };
    let finding = match &prepared.law {
        Some(_) => runner::put(&prepared, implementation.as_mut(), arguments.slack),
        None => conclude(prepared.expected.as_ref(), &response, settings),
    };
    let finding = finding.map_err(broken)?;
    let mut lines = header(&suite, &prepared);
    lines.push(String::new());
    lines.extend(answer(implementation.description(), &response, &finding, arguments.all));
    print(&(lines.join("\n") + "\n"))?;
    Ok(if finding.outcome.is_failure() { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn find<'a>(suite: &'a Suite, id: &str) -> Result<&'a Case> {
    suite.cases.iter().find(|case| case.name() == id).ok_or_else(|| {
        let failure = Failure::usage(format!("there is no case `{id}` in {}", suite.directory().display()));
        match did_you_mean(suite, id) {
            Some(hint) => failure.help(hint),
            None => failure,
        }
    })
}

/// The case in words.
fn header(suite: &Suite, prepared: &Prepared) -> Vec<String> {
    let case = &prepared.case;
    let mut lines = vec![case.name().to_owned(), case.title.clone().unwrap_or_default(), String::new()];
    let mut line = |name: &str, value: String| lines.push(format!("{name:<16}{value}"));
    line("operation", case.operation.to_string());
    line("model", case.family_label());
    line("level", case.level.map(|level| compact(&level).replace('"', "")).unwrap_or_default());
    for name in case.hunts.iter().flatten() {
        let hunt = suite.hunts.get(name);
        line("hunts", hunt.map_or_else(|| name.clone(), |hunt| format!("{name}: {}; {}", hunt.defect, hunt.effect)));
    }
    if let (Some(data), Some(inline)) = (&case.data, &prepared.resolved.data) {
        line("data", shape(data, inline));
    }
    optional(&mut line, "prior", case.prior.as_ref());
    optional(&mut line, "parameters", case.parameters.as_ref());
    optional(&mut line, "initial", case.initial.as_ref());
    optional(&mut line, "q", case.q.as_ref());
    optional(&mut line, "p", case.p.as_ref());
    optional(&mut line, "responsibilities", case.responsibilities.as_ref());
    optional(&mut line, "components", case.components.as_ref());
    optional(&mut line, "iterations", case.iterations.as_ref());
    optional(&mut line, "record", case.record.as_ref());
    optional(&mut line, "tolerance", case.tolerance.as_ref());
    optional(&mut line, "max_iterations", case.max_iterations.as_ref());
    line("case", suite.case_path(case.name()).display().to_string());
    if let Some(law) = &prepared.law {
        line("law", law.name.clone());
    }
    match (case.expect, &prepared.expected) {
        (Some(Expect::Rejected), _) => line("certified", "nothing: the input must be rejected".to_owned()),
        (None, None) => line("certified", "nothing: the law judges".to_owned()),
        (None, Some(_)) => line("certified", suite.certified_path(case.name()).display().to_string()),
    }
    lines
}

fn optional<T: Serialize>(line: &mut impl FnMut(&str, String), name: &str, value: Option<&T>) {
    if let Some(value) = value {
        line(name, compact(value));
    }
}

/// A value as JSON in one line, cut where it is long.
fn compact(value: &impl Serialize) -> String {
    let text = serde_json::to_string(value).expect("a case is JSON");
    match text.char_indices().nth(WIDTH) {
        Some((end, _)) => format!("{}...", &text[..end]),
        None => text,
    }
}

/// "272 observations of 2 variables from faithful (eruptions, waiting), weighted".
fn shape(data: &Data, inline: &Data) -> String {
    let rows = inline.observations.as_deref().unwrap_or_default();
    let variables = rows.first().map_or(0, Vec::len);
    let columns = data.columns.as_ref().map_or(String::new(), |columns| format!(" ({})", columns.join(", ")));
    let source = data.set.as_ref().map_or_else(|| ", inline".to_owned(), |set| format!(" from {set}{columns}"));
    let weighted = if inline.weights.is_some() { ", weighted" } else { "" };
    format!("{} observations of {variables} variables{source}{weighted}", rows.len())
}

/// The outcome and, where there is an answer, its quantities.
fn answer(description: &Description, response: &Response, finding: &Finding, all: bool) -> Vec<String> {
    let who = [description.name.as_str(), description.version.as_str()].join(" ");
    let mut lines = vec![match response {
        Response::Rejected(reason) => format!("{}: {}, it rejected the input: {reason}", who.trim(), finding.outcome),
        _ => format!("{}: {}", who.trim(), [finding.outcome.name(), &finding.message].join(" ").trim_end()),
    }];
    let verdict = &finding.verdict;
    let shown = rows(&verdict.judged, if all { usize::MAX } else { ROWS });
    if !shown.is_empty() {
        lines.push(table(&shown, &description.name));
    }
    let hidden = verdict.judged.len() - shown.len();
    if hidden > 0 {
        lines.push(format!("{hidden} more quantities: --all shows them"));
    }
    lines.extend(verdict.misshapen.iter().map(|bad| format!("misshapen: {}: {}", bad.place, bad.message)));
    lines.extend(verdict.not_reported.iter().map(|place| format!("not reported: {}", place.quantity())));
    lines
}

/// Those that failed first, and of each kind of quantity at most so many.
fn rows(judged: &[Judged], most: usize) -> Vec<&Judged> {
    let mut shown: BTreeMap<String, usize> = BTreeMap::new();
    let mut judged: Vec<&Judged> = judged.iter().collect();
    judged.sort_by_key(|judged| judged.passed);
    judged.retain(|judged| {
        let kind = judged.place.to_string();
        let kind = kind.split(['[', '.']).next().unwrap_or_default().to_owned();
        let count = shown.entry(kind).or_default();
        *count += 1;
        *count <= most
    });
    judged
}

/// One row a quantity, with its worst entry.
fn table(judged: &[&Judged], name: &str) -> String {
    let mut table = Table::new();
    table.load_style(UTF8_FULL_CONDENSED).set_header(["quantity", "certified", name, "digits", "attainable", ""]);
    table.add_rows(judged.iter().map(|judged| row(judged)));
    for column in table.column_iter_mut().skip(1) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    table.trim_fmt()
}

fn row(judged: &Judged) -> [String; 6] {
    let place = judged.place.to_string();
    let worst = judged.worst.place.to_string();
    let entry = worst.strip_prefix(&place).filter(|entry| !entry.is_empty());
    [
        entry.map_or_else(|| judged.place.quantity(), |entry| format!("{} {entry}", judged.place.quantity())),
        certified_17(&judged.worst.certified),
        Shown(judged.worst.reported).to_string(),
        format!("{:.2}", judged.digits),
        format!("{:.2}", judged.attainable),
        if judged.passed { String::new() } else { "failed".to_owned() },
    ]
}
