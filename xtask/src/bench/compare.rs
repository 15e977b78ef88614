//! `cargo xtask bench compare`: whether one of two is faster, by timing them side by side, or by what the history has of them.

mod recorded;
mod revision;

use std::{path::Path, process::ExitCode};

use ::measure::{
    contestant::Contestant,
    race::{Lane, ratios},
    verdict::{Comparison, FLOOR},
};
use clap::Args;
use comfy_table::{CellAlignment, Table, presets::UTF8_FULL_CONDENSED};
use suite::process::{Interrupt, Limits};

use super::{
    field::{How, TIMEOUT, watched},
    show::time,
    subject::{What, say_source},
};
use crate::{
    failure::{Failure, Result},
    signals::Signals,
    verify::print,
};

/// Seconds a workload is compared for unless it is said.
const SECONDS: f64 = 60.0;

/// The arguments of `bench compare`.
#[derive(Args)]
pub struct Arguments {
    /// The first: a revision of this repository, which is built, or a file of the history
    #[arg(value_name = "A", conflicts_with = "adapter")]
    first: Option<String>,
    /// The second, of the same kind [default: the sources as they are]
    #[arg(value_name = "B", requires = "first")]
    second: Option<String>,
    /// Two implementations to compare, each the command that starts it or @NAME
    #[arg(long, value_name = "CMD")]
    adapter: Vec<String>,
    #[command(flatten)]
    what: What,
    #[command(flatten)]
    how: How,
    /// The smallest difference that is spoken of, as a share
    #[arg(long, value_name = "SHARE", default_value_t = FLOOR, value_parser = share)]
    floor: f64,
    /// End sooner, once the ratio is known to within this share
    #[arg(long, value_name = "SHARE", default_value_t = FLOOR, value_parser = share)]
    precision: f64,
}

/// A share above 0 and below 1.
pub fn share(text: &str) -> std::result::Result<f64, String> {
    text.parse().ok().filter(|share| *share > 0.0 && *share < 1.0).ok_or_else(|| "expected a share such as 0.01".into())
}

/// One of the two: what it is called, and the command that starts it.
struct Side {
    label: String,
    command: Command,
}

/// How a side is started.
enum Command {
    /// As `--adapter` says it.
    Adapter(String),
    /// As it is.
    Plain(String),
}

impl Side {
    fn start(&self, how: &How, interrupt: &Interrupt) -> Result<Box<dyn Contestant>> {
        match &self.command {
            Command::Adapter(adapter) => how.adapter(adapter, Some(&self.label), interrupt),
            Command::Plain(command) => how.process(command, Some(&self.label), Limits::within(TIMEOUT), interrupt),
        }
    }
}

/// Compares; 0 whatever the verdict is, 1 where somebody could not be timed.
pub fn run(arguments: &Arguments) -> Result<ExitCode> {
    if let (Some(first), Some(second)) = (&arguments.first, &arguments.second)
        && Path::new(first).is_file()
        && Path::new(second).is_file()
    {
        print(&recorded::compared(Path::new(first), Path::new(second), arguments.floor)?)?;
        return Ok(ExitCode::SUCCESS);
    }
    let signals = Signals::catch();
    signals.in_order(|| side_by_side(arguments, &sides(arguments)?, signals.interrupt()))
}

fn sides(arguments: &Arguments) -> Result<[Side; 2]> {
    let of_adapter = |adapter: &String| Side { label: adapter.clone(), command: Command::Adapter(adapter.clone()) };
    match (arguments.adapter.as_slice(), &arguments.first) {
        ([first, second], _) => Ok(numbered([of_adapter(first), of_adapter(second)])),
        ([], Some(first)) => {
            let second = arguments.second.as_deref();
            Ok(numbered([revision::side(Some(first))?, revision::side(second)?]))
        }
        _ => Err(Failure::usage("there must be two to compare")
            .help("name two revisions, two files of the history, or --adapter twice")),
    }
}

/// Two of the same name are told apart by their place.
fn numbered([mut first, mut second]: [Side; 2]) -> [Side; 2] {
    if first.label == second.label {
        first.label += " (first)";
        second.label += " (second)";
    }
    [first, second]
}

const HEADS: [&str; 7] =
    ["workload", "first", "second", "second / first", "95 %", "the second is", "this run resolves"];

fn side_by_side(arguments: &Arguments, sides: &[Side; 2], interrupt: &Interrupt) -> Result<ExitCode> {
    let mut table = Table::new();
    table.load_style(UTF8_FULL_CONDENSED).set_header(HEADS);
    let mut not_counted = Vec::new();
    for subject in arguments.what.subjects()? {
        let question = subject.question()?;
        say_source(&question);
        let mut contestants =
            sides.iter().map(|side| side.start(&arguments.how, interrupt)).collect::<Result<Vec<_>>>()?;
        let plan = arguments.how.plan(SECONDS, Some(arguments.precision));
        let lanes = watched(&question, &mut contestants, plan, interrupt)?;
        match ratios(&lanes[1], &lanes[0]) {
            Some(ratios) => {
                table.add_row(cells(
                    &question.name,
                    &lanes,
                    &Comparison::of(&ratios, arguments.floor),
                    arguments.floor,
                ));
            }
            None => not_counted.extend(lanes.iter().filter_map(|lane| {
                Some(format!("{}  {}: {}\n", question.name, lane.name, lane.outcome.as_ref().err()?))
            })),
        }
    }
    for column in table.column_iter_mut().skip(1) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    let names = format!("first:  {}\nsecond: {}\n", sides[0].label, sides[1].label);
    print(&format!("{names}{}\n{}", table.trim_fmt(), not_counted.concat()))?;
    Ok(if not_counted.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn cells(name: &str, lanes: &[Lane], comparison: &Comparison, floor: f64) -> Vec<String> {
    let median = |lane: &Lane| {
        let timed = lane.outcome.as_ref().expect("a ratio has two sides");
        time(::measure::stats::median(&timed.samples))
    };
    let ratio = comparison.ratio;
    vec![
        name.to_owned(),
        median(&lanes[0]),
        median(&lanes[1]),
        format!("{:.4}", ratio.value),
        format!("{:.4} – {:.4}", ratio.low, ratio.high),
        comparison.verdict.name().to_owned(),
        format!("{:.1} %", 100.0 * comparison.resolves(floor)),
    ]
}
