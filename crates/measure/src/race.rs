//! Contestants timed beside each other: A B, B A, A B, ..., so that whatever else the machine does falls on all alike.
//!
//! A round asks each once for `repeats` figures; the sample is their median, in seconds an iteration. Ratios are taken within a round and
//! only then summed up, so that a slow minute is in the numerator and in the denominator. Every other round runs backwards, so that
//! a steady drift cancels. And every round is run by processes that were started for it: where a program comes to lie in memory makes it
//! some percent faster or slower for as long as it lives, and two processes of the same program would differ by that in every round.
//! As many repeats are asked for as make a request worth its overhead: the case is sent and read each time.

use std::time::Instant;

use suite::{format::Case, process::Interrupt};

use crate::{
    contestant::{Contestant, complaint},
    stats::{Estimate, median},
    truth::{Fault, Truth},
    verdict::{ENOUGH, SURE},
};

/// Seconds of computation that a request asks for at least.
const WORTH: f64 = 0.1;
/// Figures that one request asks for at most.
const MOST_REPEATS: usize = 2_000;
/// Rounds, whatever they take, where no verdict is asked for.
const FEWEST_ROUNDS: usize = 7;
/// Rounds, however little they take.
const MOST_ROUNDS: usize = 400;
/// How much longer than the request the figures of its reply may be: clocks differ a little.
const CLOCKS: f64 = 1.02;

/// What is asked.
#[derive(Debug)]
pub struct Question {
    /// Its name in tables and records.
    pub name: String,
    /// The resolved case.
    pub case: Case,
    /// Iterations of one call, by which its time is divided.
    pub iterations: usize,
    /// What a right answer is.
    pub truth: Truth,
}

/// How long a race is.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    /// Seconds it may take, beside the checks of the answers.
    pub seconds: f64,
    /// Exactly so many rounds, whatever they take.
    pub rounds: Option<usize>,
    /// It may end earlier, once every ratio is known to within this.
    pub precision: Option<f64>,
}

/// What came of one contestant.
#[derive(Clone, Debug)]
pub struct Lane {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// What was measured, or why nothing was.
    pub outcome: Result<Timed, Fault>,
}

/// What was measured of one contestant.
#[derive(Clone, Debug)]
pub struct Timed {
    /// The digits of its answer.
    pub digits: f64,
    /// Seconds an iteration, one sample a round.
    pub samples: Vec<f64>,
    /// The most memory it had, in bytes.
    pub peak_memory: Option<u64>,
    repeats: usize,
}

/// What is being done, for whoever watches.
#[derive(Clone, Copy, Debug)]
pub enum Stage<'a> {
    /// Somebody's answer is checked.
    Checks(&'a str),
    /// So many rounds are done, and this share of the time has passed.
    Rounds(usize, f64),
}

/// The race was stopped from outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interrupted;

/// Checks every answer and times those that are right.
///
/// # Errors
/// When it is interrupted.
pub fn race(
    question: &Question,
    contestants: &mut [Box<dyn Contestant>],
    plan: Plan,
    interrupt: &Interrupt,
    watch: &mut dyn FnMut(Stage),
) -> Result<Vec<Lane>, Interrupted> {
    let mut lanes = Vec::new();
    for contestant in contestants.iter_mut() {
        watch(Stage::Checks(&contestant.name()));
        let outcome = enter(question, contestant.as_mut());
        stopped(interrupt)?;
        lanes.push(Lane { name: contestant.name(), version: contestant.version(), outcome });
    }
    let started = Instant::now();
    let mut rounds = 0;
    while !ended(plan, rounds, started, &lanes) {
        one_round(question, contestants, &mut lanes, rounds % 2 == 1);
        stopped(interrupt)?;
        rounds += 1;
        watch(Stage::Rounds(rounds, started.elapsed().as_secs_f64() / plan.seconds));
    }
    Ok(lanes)
}

fn stopped(interrupt: &Interrupt) -> Result<(), Interrupted> {
    if interrupt.raised() { Err(Interrupted) } else { Ok(()) }
}

/// Checks an answer, and finds out how many repeats a request is to ask for. The figures are a warm-up and not counted.
fn enter(question: &Question, contestant: &mut dyn Contestant) -> Result<Timed, Fault> {
    let digits = question.truth.check(contestant, &question.case)?;
    let asked = Instant::now();
    let seconds = figures(question, contestant, 1)?[0];
    let overhead = (asked.elapsed().as_secs_f64() - seconds).max(0.0);
    let repeats = ((WORTH.max(overhead) / seconds).ceil() as usize).clamp(1, MOST_REPEATS);
    let peak_memory = contestant.peak_memory();
    Ok(Timed { digits, samples: Vec::new(), peak_memory, repeats })
}

fn one_round(question: &Question, contestants: &mut [Box<dyn Contestant>], lanes: &mut [Lane], backwards: bool) {
    let mut order: Vec<usize> = (0..lanes.len()).collect();
    if backwards {
        order.reverse();
    }
    for index in order {
        let lane = &mut lanes[index];
        let Ok(timed) = &mut lane.outcome else { continue };
        let renewed =
            contestants[index].renew().map_err(|problem| Fault::Failed(format!("did not start again: {problem}")));
        match renewed.and_then(|()| figures(question, contestants[index].as_mut(), timed.repeats)) {
            Ok(figures) => timed.samples.push(median(&figures) / question.iterations as f64),
            Err(fault) => lane.outcome = Err(fault),
        }
    }
}

/// As many figures as were asked for, each of them a time that can be.
fn figures(question: &Question, contestant: &mut dyn Contestant, repeats: usize) -> Result<Vec<f64>, Fault> {
    let asked = Instant::now();
    let figures = contestant.bench(&question.case, repeats).map_err(|response| match response {
        suite::implementation::Response::Unsupported(reason) => Fault::Unsupported(reason),
        other => Fault::Failed(complaint(&other)),
    })?;
    let took = asked.elapsed().as_secs_f64();
    let failed = |what: String| Err(Fault::Failed(format!("asked for {repeats} times, {what}")));
    if figures.len() != repeats {
        return failed(format!("it gave {}", figures.len()));
    }
    if let Some(bad) = figures.iter().find(|seconds| !(seconds.is_finite() && **seconds > 0.0)) {
        return failed(format!("it gave one of {bad} s"));
    }
    let total: f64 = figures.iter().sum();
    if contestant.is_on_our_clock() && total > CLOCKS * took + 1e-3 {
        return failed(format!("it gave {total:.3} s in all, and answered after {took:.3} s"));
    }
    Ok(figures)
}

fn ended(plan: Plan, rounds: usize, started: Instant, lanes: &[Lane]) -> bool {
    if lanes.iter().all(|lane| lane.outcome.is_err()) {
        return true;
    }
    if let Some(wanted) = plan.rounds {
        return rounds >= wanted;
    }
    // A race for a precision is one for a verdict.
    let fewest = if plan.precision.is_some() { ENOUGH } else { FEWEST_ROUNDS };
    if rounds < fewest {
        return false;
    }
    // The next round is as long as those before.
    let elapsed = started.elapsed().as_secs_f64() * (rounds + 1) as f64 / rounds as f64;
    elapsed > plan.seconds || rounds >= MOST_ROUNDS || rounds.is_multiple_of(5) && is_precise(plan, lanes)
}

/// Whether every ratio is known well enough. That a race ends by the width of its intervals, and not by where they lie, does not favour
/// either verdict.
fn is_precise(plan: Plan, lanes: &[Lane]) -> bool {
    let Some(precision) = plan.precision else { return false };
    lanes.iter().skip(1).all(|lane| {
        ratios(lane, &lanes[0]).is_none_or(|ratios| {
            let estimate = Estimate::of(&ratios, SURE);
            estimate.high / estimate.low < (1.0 + precision) * (1.0 + precision)
        })
    })
}

/// Time over that of a base, round by round; `None` where one of the two was not timed.
#[must_use]
pub fn ratios(lane: &Lane, base: &Lane) -> Option<Vec<f64>> {
    let (timed, base) = (lane.outcome.as_ref().ok()?, base.outcome.as_ref().ok()?);
    let ratios: Vec<f64> = timed.samples.iter().zip(&base.samples).map(|(a, b)| a / b).collect();
    (!ratios.is_empty()).then_some(ratios)
}

#[cfg(test)]
mod tests;
