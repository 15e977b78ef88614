//! Laws tried on an adapter that misbehaves: broken by the name of the misbehaviour, after so many restarts and no more.

use std::{
    ops::ControlFlow,
    time::{Duration, Instant},
};

use props::{
    laws,
    run::{Plan, Trial, try_law},
};
use suite::process::{Interrupt, Limits, ProcessAdapter};

/// Long enough for a process to start on a busy machine, short enough to wait for.
const TIME: Duration = Duration::from_millis(2500);

fn tried(mode: &str, law: &str) -> Trial {
    let command = format!("'{}' {mode}", env!("CARGO_BIN_EXE_misbehaving-adapter"));
    let mut adapter =
        ProcessAdapter::start(&command, Limits::within(TIME), Interrupt::default()).expect("describes itself");
    let law = laws::ALL.iter().find(|found| found.name == law).expect("a law");
    try_law(law, &mut adapter, Plan { cases: 30, seed: 0 }, &mut || ControlFlow::Continue(()))
}

#[test]
fn every_law_that_gets_no_answer_is_broken_by_its_name() {
    for (mode, message) in [
        ("die", "it crashed: its process ended: exit status: 3"),
        ("die-by-signal", "it crashed: its process ended: signal: 6"),
        ("half-a-reply", "it crashed: "),
        ("garbage", "} not JSON {"),
        ("not-utf8", "not UTF-8"),
        ("wrong-id", "the reply has the id 1000000"),
        ("two-kinds", "`ok` and `unsupported` at once"),
        ("bare-nan", "the bare word NaN"),
        ("chatter-on-stdout", "Iteration 1: log likelihood"),
        ("close-stdout", "it closed its standard output"),
        ("hang", "it timed out: no answer within 2.5 s"),
    ] {
        let started = Instant::now();
        let trial = tried(mode, "divergence-not-negative");
        let broken = trial.broken.unwrap_or_else(|| panic!("{mode} broke nothing"));
        let told = broken.violation.to_string();
        assert!(told.contains("a sound `divergence` has no answer") && told.contains(message), "{mode}: {told}");
        assert_eq!(trial.held, 0, "{mode}");
        // A start costs little, a silence the whole limit.
        assert!(broken.shrinks <= if mode == "hang" { 0 } else { 60 }, "{mode}: {}", broken.shrinks);
        assert!(started.elapsed() < Duration::from_secs(60), "{mode}: {:?}", started.elapsed());
    }
}

#[test]
fn the_case_at_which_an_adapter_dies_is_named() {
    let trial = tried("die-after 5", "divergence-not-negative");
    assert_eq!((trial.unsupported.0, trial.broken.expect("it dies").index), (5, 5));
}
