//! `cargo xtask bench scaling`: how the time of an iteration grows with N, D and K.

use std::process::ExitCode;

use ::measure::{
    count::lasting,
    record::{Row, metric},
    report::scaling_name,
    scaling::{Point, PowerLaw},
    workload::{self, Workload},
};
use clap::Args;
use comfy_table::{Table, presets::UTF8_FULL_CONDENSED};
use suite::format::Case;

use super::{
    Place,
    stamp::Stamp,
    timed::{Timed, spread},
};
use crate::{
    contestant::{Contestant, Who},
    failure::{Failure, Result, note},
    signals::Signals,
    verify::print,
};

/// What is kept where another size grows: N, D, K.
const KEPT: [usize; 3] = [4000, 8, 4];
/// The sizes of each axis, in the order of `KEPT`.
const SIZES: [[usize; 5]; 3] = [[2000, 4000, 8000, 16_000, 32_000], [2, 4, 8, 16, 32], [2, 4, 8, 16, 32]];
/// The names of the axes.
const AXES: [&str; 3] = ["N", "D", "K"];
/// The models, by the workload that they are of.
const MODELS: [(&str, &str); 3] = [("gaussian-full", "G1"), ("gaussian-diagonal", "G3"), ("poisson", "P1")];
/// T.
const ITERATIONS: usize = 5;
/// Figures of a request, and how often all sizes are asked in turn: a slow minute falls on all of them.
const REPEATS: usize = 5;
const ROUNDS: usize = 3;

/// The arguments of `bench scaling`.
#[derive(Args)]
pub struct Arguments {
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    who: Who,
    /// Only models whose name matches, such as "gaussian-*"
    #[arg(long, value_name = "GLOB", default_value = "*")]
    model: String,
    /// Add the times to the history
    #[arg(long)]
    record: bool,
}

/// Times along one axis.
struct Curve {
    axis: &'static str,
    model: &'static str,
    outcome: std::result::Result<Vec<(usize, Vec<f64>)>, String>,
}

/// Times, fits and prints; 1 where an answer was wrong or missing.
pub fn run(arguments: &Arguments) -> Result<ExitCode> {
    let stamp = Stamp::now(&arguments.place.records())?;
    let glob = suite::glob::compile(&arguments.model).map_err(Failure::usage)?;
    let contestant = Contestant::new(&arguments.who)?;
    let signals = Signals::catch();
    let mut timed = Timed::start(&contestant, signals.interrupt())?;
    let mut curves = Vec::new();
    signals.in_order(|| {
        for (model, workload) in MODELS.into_iter().filter(|(model, _)| glob.is_match(model)) {
            let workload = workload::chosen(workload).expect("there is such a workload")[0];
            for axis in 0..AXES.len() {
                note(&format!("{model} against {}\n", AXES[axis]));
                let outcome = times(&mut timed, workload, axis);
                curves.push(Curve { axis: AXES[axis], model, outcome });
            }
        }
    });
    if signals.interrupt().raised() {
        return Err(Failure::stopped("stopped; nothing was measured"));
    }
    print(&table(&curves))?;
    if arguments.record {
        let described = timed.described();
        let who = (described.name.as_str(), described.version.as_str());
        let rows: Vec<Row> = curves.iter().flat_map(|curve| rows(&stamp, who, curve)).collect();
        super::keep(&arguments.place.records(), &stamp, &rows)?;
    }
    let failed = |curve: &Curve| curve.outcome.as_ref().is_err_and(|reason| !reason.starts_with("unsupported"));
    Ok(if curves.iter().any(failed) { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// Seconds an iteration at each size of an axis, one figure a round.
fn times(timed: &mut Timed, workload: &Workload, axis: usize) -> std::result::Result<Vec<(usize, Vec<f64>)>, String> {
    let cases: Vec<(usize, Case)> = SIZES[axis].iter().map(|&size| (size, case(workload, axis, size))).collect();
    let mut found: Vec<(usize, Vec<f64>)> = cases.iter().map(|(size, _)| (*size, Vec::new())).collect();
    for (size, case) in &cases {
        timed.is_right(case).map_err(|reason| format!("{reason} (at {size})"))?;
    }
    for _ in 0..ROUNDS {
        for ((size, case), (_, figures)) in cases.iter().zip(&mut found) {
            let seconds = timed.seconds(case, REPEATS).map_err(|reason| format!("{reason} (at {size})"))?;
            figures.push(spread(seconds).0 / ITERATIONS as f64);
        }
    }
    Ok(found)
}

/// The workload with one size of an axis and what is kept of the others.
fn case(workload: &Workload, axis: usize, size: usize) -> Case {
    let mut sizes = KEPT;
    sizes[axis] = size;
    let mut workload = *workload;
    [workload.observations, workload.dimension, workload.components] = sizes;
    lasting(&workload.case(1), ITERATIONS)
}

fn points(found: &[(usize, Vec<f64>)]) -> Vec<Point> {
    found.iter().map(|(size, figures)| (*size as f64, spread(figures.clone()).0)).collect()
}

fn rows(stamp: &Stamp, who: (&str, &str), curve: &Curve) -> Vec<Row> {
    let row = |(size, figures): &(usize, Vec<f64>)| {
        let (median, low, high) = spread(figures.clone());
        let row = stamp.count(&scaling_name(curve.axis, curve.model, *size), who, metric::SECONDS, median);
        Row { low: Some(low), high: Some(high), samples: figures.len(), ..row }
    };
    curve.outcome.iter().flatten().map(row).collect()
}

fn table(curves: &[Curve]) -> String {
    let mut table = Table::new();
    table.load_style(UTF8_FULL_CONDENSED).set_header(["model", "against", "exponent", "seconds an iteration, by size"]);
    for curve in curves {
        let (exponent, times) = match &curve.outcome {
            Ok(found) => (exponent(&points(found)), listed(&points(found))),
            Err(reason) => ("-".to_owned(), reason.clone()),
        };
        table.add_row([curve.model.to_owned(), curve.axis.to_owned(), exponent, times]);
    }
    format!("{}\n", table.trim_fmt())
}

fn exponent(points: &[Point]) -> String {
    PowerLaw::fit(points).map_or_else(|| "-".to_owned(), |law| format!("{:.2} ± {:.2}", law.exponent, law.uncertainty))
}

fn listed(points: &[Point]) -> String {
    points.iter().map(|(size, seconds)| format!("{size}: {seconds:.2e}")).collect::<Vec<_>>().join("  ")
}
