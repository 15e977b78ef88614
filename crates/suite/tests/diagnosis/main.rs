//! Accidents made on purpose: the certified answers of the golden suite, each reported in a way that people do by accident,
//! and what the referee says of it.
//!
//! Of every accident it must recognise nearly all cases in which the accident makes an answer wrong, and say nothing of it
//! that is not so.

mod accidents;
mod answer;
mod coincidences;

use std::{path::Path, sync::OnceLock};

use accidents::{ACCIDENTS, Accident};
use serde_json::Value;
use suite::{
    diagnosis::{Hint, hints},
    golden::Suite,
    implementation::Response,
    runner::{Prepared, prepare},
    verdict::{SLACK, Settings, conclude},
};

const SETTINGS: Settings = Settings { slack: SLACK, precision: suite::format::Precision::Binary64 };

/// Cases with more rows show nothing else, and take long.
const ROWS: usize = 300;

/// The golden cases that have certified values, each with the right answer in doubles.
fn golden() -> &'static [(Prepared, Value)] {
    static GOLDEN: OnceLock<Vec<(Prepared, Value)>> = OnceLock::new();
    GOLDEN.get_or_init(|| {
        let golden =
            Suite::open(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../golden")).expect("the golden suite");
        let prepared = prepare(&golden, None, 2).expect("a whole suite");
        let rows = |prepared: &Prepared| prepared.resolved.data.as_ref()?.observations.as_ref().map(Vec::len);
        let few = prepared.into_iter().filter(|prepared| rows(prepared).is_none_or(|rows| rows <= ROWS));
        let answered = few.filter_map(|prepared| {
            let right = answer::in_doubles(prepared.expected.as_ref()?.result());
            Some((prepared, right))
        });
        answered.collect()
    })
}

/// What is said of an answer; `None` where it is right.
fn said(prepared: &Prepared, answer: &Value) -> Option<Vec<Hint>> {
    let expected = prepared.expected.as_ref().expect("certified");
    let finding = conclude(Some(expected), &Response::Ok(answer.clone()), SETTINGS).expect("a whole suite");
    let hints = || hints(expected, &prepared.resolved, answer, &finding.verdict, SETTINGS).expect("a whole suite");
    finding.outcome.is_failure().then(hints)
}

#[test]
fn right_answers_are_right() {
    for (prepared, right) in golden() {
        assert_eq!(said(prepared, right), None, "{}", prepared.case.name());
    }
}

/// How an accident fared.
#[derive(Default)]
struct Tally {
    wrong: usize,
    recognised: usize,
    missed: Vec<String>,
    false_hints: Vec<String>,
}

fn tally(accident: &Accident) -> Tally {
    let mut tally = Tally::default();
    for (prepared, right) in golden() {
        let mut answer = right.clone();
        if (accident.happens)(&prepared.resolved, &mut answer).is_none() {
            continue;
        }
        let Some(hints) = said(prepared, &answer) else { continue };
        tally.wrong += 1;
        let own = |hint: &&Hint| hint.to_string().contains(accident.said);
        match hints.iter().find(own) {
            Some(_) => tally.recognised += 1,
            None => tally.missed.push(prepared.case.name().to_owned()),
        }
        let others =
            hints.iter().filter(|hint| !own(hint) && !accident.also.iter().any(|also| hint.what.contains(also)));
        tally.false_hints.extend(others.map(|hint| format!("{}: {hint}", prepared.case.name())));
    }
    tally
}

#[test]
fn accidents_are_recognised_and_nothing_else_is_said() {
    let mut complaints = Vec::new();
    for accident in &ACCIDENTS {
        let tally = tally(accident);
        let enough = tally.wrong >= accident.cases && tally.recognised * 100 >= tally.wrong * accident.percent;
        eprintln!("{}: {} of {} recognised", accident.name, tally.recognised, tally.wrong);
        if std::env::var_os("MISSED").is_some() {
            eprintln!("   missed {:?}", tally.missed);
        }
        if !enough || !tally.false_hints.is_empty() {
            complaints.push(format!(
                "{}: {} of {} recognised; missed {:?}; false {:#?}",
                accident.name,
                tally.recognised,
                tally.wrong,
                &tally.missed[..tally.missed.len().min(12)],
                &tally.false_hints[..tally.false_hints.len().min(12)]
            ));
        }
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}
