//! `cargo xtask bench counts`: what an iteration of each workload costs, exactly, of any implementation that speaks the protocol.
//!
//! Under valgrind everything takes some fifty times as long, so that the workloads are small ones: the same shapes on a few thousand rows.

use std::{
    path::PathBuf,
    process::ExitCode,
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::Duration,
};

use ::measure::{
    answer::Answer,
    count::{self, CountError, Counter, PerIteration},
    record::{Row, metric},
    workload::{self, Workload},
};
use clap::Args;
use comfy_table::{CellAlignment, Table, presets::UTF8_FULL_CONDENSED};
use reference_adapter::Reference;
use suite::{
    format::{Case, Description},
    implementation::{Implementation, Response},
    process::Interrupt,
};

use super::{Place, converge, spent::spent, stamp::Stamp};
use crate::{
    arguments::cores,
    contestant::{Contestant, Who},
    failure::{Failure, Result, note},
    signals::Signals,
    verify::print,
};

/// The rows of a workload that is counted, where the workload has more.
const OBSERVATIONS: usize = 2000;
/// T: what is counted is the difference between this many iterations and twice as many.
const ITERATIONS: usize = 2;
/// The time that a case has under valgrind unless it is said.
const TIMEOUT: Duration = Duration::from_secs(600);

/// What is counted, and of whom.
#[derive(Args, Clone)]
pub struct What {
    #[command(flatten)]
    pub who: Who,
    /// Only the workloads whose name matches, such as "G*"
    #[arg(long, value_name = "GLOB")]
    pub workload: Option<String>,
    /// How many are counted at once; what else runs does not change a count [default: one a core]
    #[arg(long, value_name = "N")]
    pub jobs: Option<usize>,
}

/// The arguments of `bench counts`.
#[derive(Args)]
pub struct Arguments {
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    what: What,
    /// Add the counts to the history
    #[arg(long)]
    record: bool,
    /// Write them to a directory of records of their own, which `bench gate --counted` reads
    #[arg(long, value_name = "DIR")]
    write: Option<PathBuf>,
}

/// What was counted.
pub struct Counted {
    /// One row a metric.
    pub rows: Vec<Row>,
    /// What could not be counted, and why.
    pub missing: Vec<String>,
    /// What the implementation says it cannot do.
    pub unsupported: Vec<String>,
}

/// Counts, prints the table and adds it to the history where that is asked for; 1 where a workload could not be counted.
pub fn run(arguments: &Arguments) -> Result<ExitCode> {
    let stamp = Stamp::now(&arguments.place.records())?;
    let counted = count(&arguments.what, &stamp)?;
    print(&table(&counted))?;
    let own = arguments.write.as_ref().map(::measure::record::Records::at);
    for records in own.into_iter().chain(arguments.record.then(|| arguments.place.records())) {
        super::keep(&records, &stamp, &counted.rows)?;
    }
    Ok(if counted.missing.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Counts every workload that is asked for.
pub fn count(what: &What, stamp: &Stamp) -> Result<Counted> {
    if count::version().is_none() {
        let failure = Failure::usage("counts are made by valgrind, which is not there");
        return Err(failure.help("install it, for instance with `apt-get install valgrind`"));
    }
    let workloads = workload::chosen(what.workload.as_deref().unwrap_or("*")).map_err(Failure::usage)?;
    let contestant = Contestant::new(&what.who)?;
    let signals = Signals::catch();
    let described = describe(&contestant, signals.interrupt())?;
    let limit = what.who.timeout.unwrap_or(TIMEOUT);
    let counter = Counter::new(contestant.words()?, limit, signals.interrupt().clone());
    let outcomes = signals.in_order(|| all(&workloads, &counter, what.jobs.unwrap_or_else(cores)));
    let mut counted = Counted { rows: Vec::new(), missing: Vec::new(), unsupported: Vec::new() };
    let is_ours = what.who.adapter.is_none();
    for (workload, outcome) in workloads.iter().zip(outcomes) {
        let name = name(workload);
        match outcome.and_then(|cost| checked(workload, cost)) {
            Ok(cost) => counted.rows.extend(rows(stamp, &name, &described, &cost)),
            Err(CountError::Unsupported(reason)) => counted.unsupported.push(format!("{name}: {reason}")),
            Err(CountError::Interrupted) => return Err(Failure::stopped("stopped; nothing was counted")),
            Err(error) => counted.missing.push(format!("{name}: {error}")),
        }
        if is_ours {
            counted.rows.extend(of_the_algorithm(stamp, &name, &described, &case(workload)));
        }
    }
    if what.workload.is_none() {
        counted.rows.extend(converge::iterations(&contestant, signals.interrupt(), stamp)?);
    }
    Ok(counted)
}

fn describe(contestant: &Contestant, interrupt: &Interrupt) -> Result<Description> {
    let started = contestant.start(interrupt).map_err(suite::runner::RunError::Start)?;
    Ok(started.description().clone())
}

/// The workload that is counted: its case is small and short.
fn case(workload: &Workload) -> Case {
    count::lasting(&workload.case(scale(workload)), ITERATIONS)
}

fn scale(workload: &Workload) -> usize {
    workload.observations.div_ceil(OBSERVATIONS).max(1)
}

fn name(workload: &Workload) -> String {
    workload.name_at(scale(workload))
}

/// Counts so many at once, in the order of the workloads.
fn all(workloads: &[&Workload], counter: &Counter, jobs: usize) -> Vec<std::result::Result<PerIteration, CountError>> {
    let next = AtomicUsize::new(0);
    let found = Mutex::new(Vec::new());
    let work = || {
        while let Some(workload) = workloads.get(next.fetch_add(1, Ordering::Relaxed)) {
            let cost = count::per_iteration(counter, &case(workload));
            note(&format!("counted {}\n", name(workload)));
            found.lock().expect("nobody panics").push((workload.name, cost));
        }
    };
    thread::scope(|scope| (0..jobs.max(1)).for_each(|_| drop(scope.spawn(work))));
    let mut found = found.into_inner().expect("nobody panics");
    found.sort_by_key(|(name, _)| workloads.iter().position(|workload| workload.name == *name));
    found.into_iter().map(|(_, cost)| cost).collect()
}

/// A count whose answer is wrong is none. What is right the reference says, which `verify` judges.
fn checked(workload: &Workload, cost: PerIteration) -> std::result::Result<PerIteration, CountError> {
    let case = count::lasting(&case(workload), 2 * ITERATIONS);
    let Response::Ok(due) = Reference::new().run(&case) else {
        return Err(CountError::NoAnswer("the reference does not answer it".to_owned()));
    };
    let due = Answer::new(workload.name, &case, &due, "reference".to_owned());
    let due = due.ok_or_else(|| CountError::NoAnswer("there is nothing to check its answer by".to_owned()))?;
    let digits = due.digits(&cost.answer).map_err(CountError::NoAnswer)?;
    match digits >= due.required_digits {
        true => Ok(cost),
        false => {
            let wrong = format!("its {} has {digits:.1} digits where {:.1} are due", due.quantity, due.required_digits);
            Err(CountError::NoAnswer(wrong))
        }
    }
}

fn rows(stamp: &Stamp, name: &str, described: &Description, cost: &PerIteration) -> Vec<Row> {
    let values = [
        (metric::INSTRUCTIONS, cost.instructions),
        (metric::ALLOCATIONS, cost.allocations),
        (metric::ALLOCATED_BYTES, cost.allocated_bytes),
    ];
    let who = (described.name.as_str(), described.version.as_str());
    values.into_iter().map(|(metric, value)| stamp.count(name, who, metric, value)).collect()
}

/// What the reference says of its own work: passes over the data and densities evaluated, where it does.
fn of_the_algorithm(stamp: &Stamp, name: &str, described: &Description, case: &Case) -> Vec<Row> {
    let who = (described.name.as_str(), described.version.as_str());
    let values = spent(case, ITERATIONS)
        .map(|spent| [(metric::PASSES, spent.passes), (metric::DENSITY_EVALUATIONS, spent.density_evaluations)]);
    values.into_iter().flatten().map(|(metric, value)| stamp.count(name, who, metric, value)).collect()
}

fn table(counted: &Counted) -> String {
    let mut table = Table::new();
    table.load_style(UTF8_FULL_CONDENSED).set_header(["workload", "metric", "an iteration"]);
    for row in &counted.rows {
        table.add_row([row.benchmark.clone(), row.metric.clone(), shown(row.value)]);
    }
    for column in table.column_iter_mut().skip(2) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    let line = |said: &'static str| move |text: &String| format!("{said}: {text}\n");
    let missing: String = counted.missing.iter().map(line("not counted")).collect();
    let unsupported: String = counted.unsupported.iter().map(line("unsupported")).collect();
    format!("{}\n{unsupported}{missing}", table.trim_fmt())
}

/// A count with its thousands apart; one that is no whole number has a decimal.
pub fn shown(value: f64) -> String {
    let decimals = usize::from(value.fract() != 0.0);
    let text = format!("{value:.decimals$}");
    let (whole, rest) = text.split_once('.').map_or((text.as_str(), String::new()), |(w, r)| (w, format!(".{r}")));
    let (sign, digits) = whole.strip_prefix('-').map_or(("", whole), |digits| ("-", digits));
    let mut parted = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            parted.push(' ');
        }
        parted.push(digit);
    }
    format!("{sign}{parted}{rest}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_stand_apart() {
        let found = [0.0, 999.0, 1000.0, 1_018_979_960.0, -12_345.5].map(shown);
        assert_eq!(found, ["0", "999", "1 000", "1 018 979 960", "-12 345.5"]);
    }

    #[test]
    fn what_is_counted_is_small_and_no_other_question() {
        for workload in &workload::ALL {
            let case = case(workload);
            let rows = case.data.as_ref().unwrap().observations.as_ref().unwrap().len();
            assert!((1000..=OBSERVATIONS).contains(&rows), "{}: {rows}", workload.name);
            assert_eq!(case.iterations, Some(ITERATIONS));
            assert!(case.check_fields().is_ok());
        }
    }
}
