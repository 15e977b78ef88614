use std::{path::PathBuf, time::Duration};

use suite::process::Interrupt;

use super::{
    run::Outcome,
    step::{Need, Work},
    *,
};

fn arguments(only: &[&str], skip: &[&str]) -> Arguments {
    let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    Arguments { only: owned(only), skip: owned(skip), list: false, strict: false }
}

fn names(only: &[&str], skip: &[&str]) -> Vec<&'static str> {
    choose(&arguments(only, skip)).unwrap().iter().map(|step| step.name).collect()
}

fn shift(strict: bool) -> Shift {
    let nowhere = PathBuf::from("/nonexistent");
    let programs = Programs { cargo: nowhere.clone(), xtask: nowhere.clone(), certifier: nowhere };
    Shift::new(programs, strict, Interrupt::default())
}

const FAILS: Step = Step {
    name: "fails",
    about: "",
    needs: &[],
    commands: &[Work::Program("sh -c 'echo \"test result: ok. 3 passed; 1 failed\"; exit 4'"), Work::Xtask("x")],
};
const PASSES: Step = Step { name: "passes", about: "", needs: &[], commands: &[Work::Program("true")] };
const LACKS: Step = Step {
    name: "lacks",
    about: "",
    needs: &[Need::Program("a-program-that-nobody-has"), Need::Python("a_module_that_nobody_has")],
    commands: &[Work::Program("true")],
};

#[test]
fn names_are_unique_and_chosen_by_globs_in_their_order() {
    let all: Vec<&str> = STEPS.iter().map(|step| step.name).collect();
    let unique: std::collections::BTreeSet<&&str> = all.iter().collect();
    assert_eq!(unique.len(), all.len());
    assert_eq!(names(&[], &[]), all);
    assert_eq!(names(&["zoo", "format"], &[]), ["format", "zoo"]);
    assert_eq!(names(&["*t*s"], &["te*"]), ["lints", "build", "snapshots", "certificates", "adapters", "counts"]);
    let error = choose(&arguments(&["zo"], &[])).map(drop).unwrap_err();
    assert_eq!(error.hint(), Some("did you mean zoo?"));
}

#[test]
fn what_the_build_makes_is_built_first() {
    assert_eq!(names(&["certificates"], &[]), ["build", "certificates"]);
}

#[test]
fn a_step_that_fails_does_not_stop_the_others_and_is_named() {
    let mut shift = shift(false);
    [&FAILS, &PASSES].into_iter().for_each(|step| shift.take(step));
    assert!(!shift.succeeded());
    let summary = shift.summary(&[&FAILS, &PASSES]);
    assert!(summary.contains("│ passes ┆ passed"), "{summary}");
    let named = "fails failed, `cargo xtask ci --only fails`: sh -c 'echo \"test result: ok. 3 passed; 1 failed\"; exit 4'; cargo xtask x\n";
    assert!(summary.ends_with(&format!("{named}3 passed, 1 failed\n")), "{summary}");
}

#[test]
fn a_step_that_lacks_a_program_fails_in_ci_alone() {
    for strict in [false, true] {
        let mut shift = shift(strict);
        shift.take(&LACKS);
        assert_eq!(shift.succeeded(), !strict);
        let summary = shift.summary(&[&LACKS]);
        assert!(summary.contains("not run: no a-program-that-nobody-has, a_module_that_nobody_has"), "{summary}");
    }
}

#[test]
fn an_interruption_ends_the_step_and_shows_what_was_done() {
    const SLEEPS: Step = Step { name: "sleeps", about: "", needs: &[], commands: &[Work::Program("sleep 60")] };
    let interrupt = Interrupt::default();
    let nowhere = PathBuf::from("/nonexistent");
    let programs = Programs { cargo: nowhere.clone(), xtask: nowhere.clone(), certifier: nowhere };
    let mut shift = Shift::new(programs, false, interrupt.clone());
    let raise = std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(300));
        interrupt.raise();
    });
    [&PASSES, &SLEEPS, &FAILS].into_iter().for_each(|step| shift.take(step));
    raise.join().unwrap();
    let summary = shift.summary(&[&PASSES, &SLEEPS, &FAILS]);
    for said in ["│ passes ┆ passed", "│ sleeps ┆ stopped", "│ fails  ┆ not reached"] {
        assert!(summary.contains(said), "{said}: {summary}");
    }
    assert_eq!(Outcome::Stopped.to_string(), "stopped");
    assert!(!shift.succeeded());
}
