//! `cargo xtask bench noise`: the reference against itself, again and again. Whatever differs is noise of this machine.

use std::process::ExitCode;

use ::measure::{
    race::{Question, ratios},
    stats::quantile,
    verdict::{Comparison, FLOOR, Verdict},
};
use clap::Args;
use suite::process::Interrupt;

use super::{
    compare::share,
    field::{How, watched},
    subject::{What, say_source},
};
use crate::{
    failure::{Failure, Result, note},
    signals::Signals,
    verify::print,
};

/// Seconds of a comparison unless it is said.
const SECONDS: f64 = 10.0;

/// The arguments of `bench noise`.
#[derive(Args)]
pub struct Arguments {
    /// How many comparisons of the reference with itself are made of each workload
    #[arg(long, value_name = "N", default_value_t = 50, value_parser = clap::value_parser!(u16).range(1..))]
    runs: u16,
    #[command(flatten)]
    what: What,
    #[command(flatten)]
    how: How,
    /// The smallest difference that a comparison speaks of, as a share
    #[arg(long, value_name = "SHARE", default_value_t = FLOOR, value_parser = share)]
    floor: f64,
}

/// Compares and reports; 0 without a false alarm, 1 with one.
pub fn run(arguments: &Arguments) -> Result<ExitCode> {
    let signals = Signals::catch();
    let mut alarms = 0;
    for subject in arguments.what.subjects()? {
        let question = subject.question()?;
        say_source(&question);
        let comparisons = signals.in_order(|| comparisons(arguments, &question, signals.interrupt()))?;
        alarms += comparisons.iter().filter(|comparison| comparison.verdict != Verdict::CannotTell).count();
        print(&said(&question.name, &comparisons, arguments))?;
    }
    Ok(if alarms == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Each with two processes of its own: how a program lies in memory is part of the noise.
fn comparisons(arguments: &Arguments, question: &Question, interrupt: &Interrupt) -> Result<Vec<Comparison>> {
    let how = &arguments.how;
    let mut comparisons = Vec::new();
    for run in 1..=arguments.runs {
        let mut pair = vec![how.reference(interrupt)?, how.reference(interrupt)?];
        let lanes = watched(question, &mut pair, how.plan(SECONDS, Some(arguments.floor)), interrupt)?;
        let Some(ratios) = ratios(&lanes[1], &lanes[0]) else {
            let fault = lanes.iter().find_map(|lane| lane.outcome.as_ref().err());
            return Err(Failure::usage(format!("{}: {}", question.name, fault.expect("no ratio, no time"))));
        };
        let comparison = Comparison::of(&ratios, arguments.floor);
        note(&format!(
            "{} {run}/{}: {:.4} ({:.4} – {:.4}, {} rounds) {}\n",
            question.name,
            arguments.runs,
            comparison.sure.value,
            comparison.sure.low,
            comparison.sure.high,
            ratios.len(),
            comparison.verdict.name()
        ));
        comparisons.push(comparison);
    }
    Ok(comparisons)
}

/// The share by which a ratio is off, whichever of the two is above.
fn off(ratio: f64) -> f64 {
    ratio.max(1.0 / ratio) - 1.0
}

fn said(name: &str, comparisons: &[Comparison], arguments: &Arguments) -> String {
    let sorted = |of: &dyn Fn(&Comparison) -> f64| {
        let mut values: Vec<f64> = comparisons.iter().map(of).collect();
        values.sort_by(f64::total_cmp);
        values
    };
    let apart = sorted(&|comparison| off(comparison.ratio.value));
    let widths = sorted(&|comparison| comparison.resolves(arguments.floor));
    let alarms = comparisons.iter().filter(|comparison| comparison.verdict != Verdict::CannotTell).count();
    let percent = |value: f64| format!("{:.2} %", 100.0 * value);
    format!(
        "{name}: {} comparisons of the reference with itself, {} threads\n  off by {} in the median, {} in 95 of 100, {} at most\n  \
         a comparison resolves {} in the median, {} in 95 of 100\n  {alarms} false alarms\n",
        comparisons.len(),
        arguments.how.threads,
        percent(quantile(&apart, 0.5)),
        percent(quantile(&apart, 0.95)),
        percent(quantile(&apart, 1.0)),
        percent(quantile(&widths, 0.5)),
        percent(quantile(&widths, 0.95)),
    )
}
