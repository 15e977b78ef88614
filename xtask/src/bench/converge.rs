//! `cargo xtask bench converge`: how many iterations, and how much time, lead how near to a proved optimum.
//!
//! A golden `fit` is a start and a proved optimum. From that start `T` iterations are made; its trace against the certified objective says from which
//! iteration on so many digits are right. With the seconds of an iteration that is accuracy by cost, for any implementation.

use std::process::ExitCode;

use ::measure::{
    convergence::{digits, iterations_to},
    record::{Row, metric},
};
use clap::Args;
use comfy_table::{Table, presets::UTF8_FULL_CONDENSED};
use suite::{
    format::{Case, Operation},
    golden::Suite,
    process::Interrupt,
};

use super::{
    Place,
    stamp::Stamp,
    timed::{Timed, spread},
};
use crate::{
    arguments::open_suite,
    contestant::{Contestant, Who},
    failure::{Failure, Result},
    signals::Signals,
    verify::print,
};

/// The cases, unless others are named: each of another family or structure.
const CASES: [&str; 6] = [
    "gaussian/faithful-full-k2-fit",
    "gaussian/faithful-full-k3-fit",
    "gaussian/iris-diagonal-k3-fit",
    "gaussian/galaxies-spherical-k4-fit",
    "poisson/coal-k2-fit",
    "categorical/dentists-k2-fit",
];
/// The digits whose iterations are counted.
const DIGITS: [u32; 6] = [2, 4, 6, 8, 10, 12];
/// How many figures a time is the median of.
const REPEATS: usize = 11;

/// The arguments of `bench converge`.
#[derive(Args)]
pub struct Arguments {
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    who: Who,
    /// Cases of the golden suite whose id matches, in place of the usual ones; must be fits
    #[arg(long, value_name = "GLOB")]
    filter: Option<String>,
    /// Add what was found to the history
    #[arg(long)]
    record: bool,
}

/// What came of one case.
struct Followed {
    case: String,
    outcome: std::result::Result<Course, String>,
}

/// How a trace came to the optimum.
struct Course {
    /// The iterations to each of `DIGITS` that were reached.
    reached: Vec<(u32, usize)>,
    /// The digits at its end.
    at_the_end: f64,
    /// Seconds an iteration: the median, the least and the largest.
    seconds: (f64, f64, f64),
}

/// Follows every case and prints what was found; 1 where an implementation that has the operation did not answer.
pub fn run(arguments: &Arguments) -> Result<ExitCode> {
    let stamp = Stamp::now(&arguments.place.records())?;
    let suite = open_suite(None)?;
    let ids = chosen(&suite, arguments.filter.as_deref())?;
    let contestant = Contestant::new(&arguments.who)?;
    let signals = Signals::catch();
    let mut timed = Timed::start(&contestant, signals.interrupt())?;
    let followed: Vec<Followed> = signals.in_order(|| {
        let follow = |id: String| Followed { outcome: follow(&suite, &id, &mut timed), case: id };
        ids.into_iter().map(follow).collect()
    });
    if signals.interrupt().raised() {
        return Err(Failure::stopped("stopped; nothing was measured"));
    }
    print(&table(&followed))?;
    if arguments.record {
        let described = timed.described();
        let who = (described.name.as_str(), described.version.as_str());
        let rows: Vec<Row> = followed.iter().flat_map(|followed| rows(&stamp, who, followed)).collect();
        super::keep(&arguments.place.records(), &stamp, &rows)?;
    }
    let failed =
        |followed: &Followed| followed.outcome.as_ref().is_err_and(|reason| !reason.starts_with("unsupported"));
    Ok(if followed.iter().any(failed) { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn chosen(suite: &Suite, glob: Option<&str>) -> Result<Vec<String>> {
    let Some(glob) = glob else { return Ok(CASES.map(str::to_owned).to_vec()) };
    let matcher = suite::glob::compile(glob).map_err(Failure::usage)?;
    let fits = suite.cases.iter().filter(|case| case.operation == Operation::Fit && case.expect.is_none());
    let ids: Vec<String> = fits.map(|case| case.name().to_owned()).filter(|id| matcher.is_match(id)).collect();
    if ids.is_empty() { Err(Failure::usage(format!("`{glob}` matches no fit"))) } else { Ok(ids) }
}

/// The iterations to so many digits of the usual cases, as rows: what a gate may judge. A case that is not answered is left out, as `bench converge` says why.
pub fn iterations(contestant: &Contestant, interrupt: &Interrupt, stamp: &Stamp) -> Result<Vec<Row>> {
    let suite = open_suite(None)?;
    let mut timed = Timed::start(contestant, interrupt)?;
    let described = timed.described().clone();
    let who = (described.name.as_str(), described.version.as_str());
    let reached = |id: &str| traced(&suite, id, &mut timed).map(|trace| of_digits(stamp, who, id, &trace.reached));
    Ok(CASES.into_iter().map(reached).filter_map(std::result::Result::ok).flatten().collect())
}

/// A trace that was compared with its optimum.
struct Trace {
    case: Case,
    reached: Vec<(u32, usize)>,
    at_the_end: f64,
}

fn follow(suite: &Suite, id: &str, timed: &mut Timed) -> std::result::Result<Course, String> {
    let Trace { case, reached, at_the_end } = traced(suite, id, timed)?;
    // No further than to the most digits: who stops at the fixed point would seem to have made all iterations in no time.
    let iterations = reached.last().map_or(1, |(_, iterations)| *iterations).max(1);
    let case = Case { iterations: Some(iterations), record: Some(vec![iterations]), ..case };
    let seconds = timed.seconds(&case, REPEATS)?.into_iter().map(|seconds| seconds / iterations as f64).collect();
    Ok(Course { reached, at_the_end, seconds: spread(seconds) })
}

fn traced(suite: &Suite, id: &str, timed: &mut Timed) -> std::result::Result<Trace, String> {
    let (case, optimum) = posed(suite, id)?;
    let answer = timed.answer(&case)?;
    let objective = if case.prior.is_some() { "log_joint" } else { "log_evidence" };
    let trace: Vec<f64> = serde_json::from_value(answer[objective].clone())
        .map_err(|_| format!("it reports no trace of its {objective}"))?;
    let last = trace.last().copied().unwrap_or(f64::NAN);
    let to = |wanted: u32| iterations_to(&trace, optimum, f64::from(wanted)).map(|iterations| (wanted, iterations));
    let reached: Vec<(u32, usize)> = DIGITS.into_iter().filter_map(to).collect();
    match reached.is_empty() {
        true => Err(format!("it ended at {last}, and the certified optimum is {optimum}")),
        false => Ok(Trace { case, reached, at_the_end: digits(last, optimum) }),
    }
}

/// The fit as so many iterations from its start, and its certified objective.
fn posed(suite: &Suite, id: &str) -> std::result::Result<(Case, f64), String> {
    let said = |error: &dyn std::fmt::Display| error.to_string();
    let case = suite.cases.iter().find(|case| case.name() == id).ok_or_else(|| format!("there is no case `{id}`"))?;
    let certified = suite.certified(case).map_err(|error| said(&error))?;
    let certified = certified.ok_or_else(|| format!("there are no certified values of `{id}`"))?;
    let objective = if case.prior.is_some() { "log_joint" } else { "log_evidence" };
    let optimum = certified.result[objective].as_str().and_then(|text| text.parse().ok());
    let resolved = suite.data.resolve(case).map_err(|error| said(&error))?;
    let iterations = resolved.max_iterations.unwrap_or(1000);
    let case = Case {
        operation: Operation::Trajectory,
        iterations: Some(iterations),
        record: Some(vec![iterations]),
        tolerance: None,
        max_iterations: None,
        ..resolved
    };
    Ok((case, optimum.ok_or_else(|| format!("the certified {objective} of `{id}` is no number"))?))
}

fn rows(stamp: &Stamp, who: (&str, &str), followed: &Followed) -> Vec<Row> {
    let Ok(course) = &followed.outcome else { return Vec::new() };
    let (median, low, high) = course.seconds;
    let time = stamp.count(&followed.case, who, metric::SECONDS, median);
    let time = Row { low: Some(low), high: Some(high), samples: REPEATS, ..time };
    [of_digits(stamp, who, &followed.case, &course.reached), vec![time]].concat()
}

fn of_digits(stamp: &Stamp, who: (&str, &str), case: &str, reached: &[(u32, usize)]) -> Vec<Row> {
    let row = |(digits, iterations): &(u32, usize)| {
        let metric = format!("{}{digits}", metric::ITERATIONS_TO_DIGITS);
        stamp.count(case, who, &metric, *iterations as f64)
    };
    reached.iter().map(row).collect()
}

fn table(followed: &[Followed]) -> String {
    let mut table = Table::new();
    let digits = DIGITS.map(|digits| format!("{digits} digits"));
    let header =
        ["case".to_owned()].into_iter().chain(digits).chain(["at the end", "s an iteration"].map(str::to_owned));
    table.load_style(UTF8_FULL_CONDENSED).set_header(header);
    let mut missing = String::new();
    for Followed { case, outcome } in followed {
        match outcome {
            Ok(course) => {
                let to = |wanted: u32| course.reached.iter().find(|(digits, _)| *digits == wanted);
                let cells =
                    DIGITS.map(|wanted| to(wanted).map_or("-".to_owned(), |(_, iterations)| iterations.to_string()));
                let end = [format!("{:.1}", course.at_the_end), format!("{:.2e}", course.seconds.0)];
                table.add_row([case.clone()].into_iter().chain(cells).chain(end));
            }
            Err(reason) => missing += &format!("{case}: {reason}\n"),
        }
    }
    format!("{}\n{missing}", table.trim_fmt())
}
