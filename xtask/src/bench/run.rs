//! `cargo xtask bench`, `cargo xtask bench run`: implementations beside the reference, workload by workload.

use std::process::ExitCode;

use ::measure::{machine::host::Host, record::Row, truth::Fault, workload::ALL};
use clap::Args;
use suite::process::Interrupt;

use super::{
    Place,
    field::{How, watched},
    keep,
    rows::rows,
    show::{Format, report},
    stamp::Stamp,
    subject::{Subject, What, say_source},
};
use crate::{failure::Result, signals::Signals, verify::print};

/// Seconds a workload is measured for unless it is said.
const SECONDS: f64 = 30.0;

/// The arguments of `bench run`.
#[derive(Args)]
pub struct Arguments {
    /// An implementation to measure beside the reference: the command that starts it, or @NAME; may be repeated
    #[arg(long, value_name = "CMD")]
    adapter: Vec<String>,
    #[command(flatten)]
    what: What,
    #[command(flatten)]
    how: How,
    #[command(flatten)]
    pub place: Place,
    /// Add what was measured to the history
    #[arg(long)]
    record: bool,
    /// How the report is written
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
    /// List the workloads and measure nothing
    #[arg(long)]
    list: bool,
}

/// What a run gave.
pub struct Measured {
    /// The machine.
    pub host: Host,
    /// The rows of everything that counts.
    pub rows: Vec<Row>,
    /// What does not, and why.
    pub not_counted: Vec<NotCounted>,
}

/// One whose time is not counted.
pub struct NotCounted {
    /// What was asked.
    pub benchmark: String,
    /// Who was asked.
    pub implementation: String,
    /// Why.
    pub fault: Fault,
}

/// Measures and reports; 0 where everybody who could answer was right, 1 where somebody was wrong or failed.
pub fn run(arguments: &Arguments) -> Result<ExitCode> {
    run_and(arguments, arguments.record)
}

/// The same; what was measured is added to the history or not.
pub fn run_and(arguments: &Arguments, record: bool) -> Result<ExitCode> {
    if arguments.list {
        print(&list())?;
        return Ok(ExitCode::SUCCESS);
    }
    let signals = Signals::catch();
    let records = arguments.place.records();
    let stamp = if record { Stamp::now(&records)? } else { Stamp::unkept(&records) };
    let measured = signals.in_order(|| measured(arguments, &stamp, signals.interrupt()))?;
    print(&report(&measured, arguments.format))?;
    if record {
        keep(&records, &stamp, &measured.rows)?;
    }
    let failed = measured.not_counted.iter().any(|one| !matches!(one.fault, Fault::Unsupported(_)));
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn measured(arguments: &Arguments, stamp: &Stamp, interrupt: &Interrupt) -> Result<Measured> {
    let mut measured = Measured { host: stamp.host.clone(), rows: Vec::new(), not_counted: Vec::new() };
    for subject in arguments.what.subjects()? {
        one(&subject, arguments, stamp, interrupt, &mut measured)?;
    }
    Ok(measured)
}

/// One subject. Everybody is started anew for each, so that memory is what this one took.
fn one(
    subject: &Subject,
    arguments: &Arguments,
    stamp: &Stamp,
    interrupt: &Interrupt,
    measured: &mut Measured,
) -> Result<()> {
    let how = &arguments.how;
    let question = subject.question()?;
    say_source(&question);
    let mut contestants = vec![how.reference(interrupt)?];
    for adapter in &arguments.adapter {
        contestants.push(how.adapter(adapter, None, interrupt)?);
    }
    let lanes = watched(&question, &mut contestants, how.plan(SECONDS, None), interrupt)?;
    measured.rows.extend(rows(stamp, usize::from(how.threads), &question, &lanes));
    measured.not_counted.extend(lanes.into_iter().filter_map(|lane| {
        let (benchmark, implementation) = (question.name.clone(), format!("{} {}", lane.name, lane.version));
        Some(NotCounted { benchmark, implementation, fault: lane.outcome.err()? })
    }));
    Ok(())
}

fn list() -> String {
    let line = |workload: &::measure::workload::Workload| {
        let ::measure::workload::Workload { name, title, observations, dimension, components, iterations, .. } =
            workload;
        format!("{name}  N={observations} D={dimension} K={components}, {iterations} iterations: {title}\n")
    };
    ALL.iter().map(line).collect()
}
