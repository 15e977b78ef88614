//! A time counts only where the answer is right and the time can be; whoever else is timed is timed all the same.

use std::time::Duration;

use measure::{
    answer::Answer,
    contestant::{Contestant, Process, Terms},
    pin::Pin,
    race::{Lane, Plan, Question, race},
    truth::{Fault, Truth},
    workload,
};
use serde_json::json;
use suite::process::{Interrupt, Limits};

/// A workload whose answer is `due` all along.
fn question(due: f64) -> Question {
    let workload = &workload::ALL[3];
    let case = workload.case(10);
    let reply = json!({"log_evidence": vec![due; workload.iterations + 1]});
    let answer = Answer::new("G4/10", &case, &reply, "this test".to_owned()).expect("an answer");
    Question { name: "G4/10".to_owned(), case, iterations: workload.iterations, truth: Truth::Answer(answer) }
}

/// What came of `fast` and of one in another mode.
fn lanes(due: f64, mode: &str) -> Vec<Lane> {
    let terms = Terms { limits: Limits::within(Duration::from_secs(20)), threads: 1, pin: Pin::nowhere() };
    let start = |mode: &str| -> Box<dyn Contestant> {
        let command = format!("'{}' {mode}", env!("CARGO_BIN_EXE_misbehaving-adapter"));
        Box::new(Process::start(&command, Some(mode), &terms, Interrupt::default()).expect("it starts"))
    };
    let plan = Plan { seconds: 1.0, rounds: Some(3), precision: None };
    race(&question(due), &mut [start("fast"), start(mode)], plan, &Interrupt::default(), &mut |_| {}).expect("it ends")
}

/// Why the second was not timed, while the first was.
fn fault(mode: &str) -> Fault {
    let lanes = lanes(-1.0, mode);
    let first = lanes[0].outcome.as_ref().expect("minus ones are right, and a nanosecond can be");
    assert_eq!(first.samples.len(), 3, "{mode}");
    lanes[1].outcome.clone().expect_err(mode)
}

#[test]
fn a_fast_wrong_answer_is_not_timed() {
    for lane in lanes(-1.000_001, "fast") {
        let Err(Fault::Wrong { digits, required }) = lane.outcome else { panic!("{lane:?}") };
        assert!((5.9..6.1).contains(&digits) && required > 13.0, "{digits} {required}");
    }
}

#[test]
fn a_right_answer_is_timed() {
    let lanes = lanes(-1.0, "fast");
    assert!(lanes.iter().all(|lane| lane.outcome.as_ref().is_ok_and(|timed| timed.digits > 15.9)), "{lanes:?}");
}

#[test]
fn times_that_cannot_be_are_not_counted() {
    let said = |mode: &str| fault(mode).to_string();
    assert!(
        said("another-clock").contains("it gave 1000000.000 s in all, and answered after"),
        "{}",
        said("another-clock")
    );
    assert!(said("few-times").contains("asked for 1 times, it gave 0"), "{}", said("few-times"));
}

#[test]
fn whoever_fails_is_named_and_the_others_go_on() {
    assert_eq!(fault("slow"), Fault::Unsupported("only misbehaves".to_owned()));
    for (mode, words) in [("die", "died"), ("garbage", "gave no reply to be read")] {
        let Fault::Failed(reason) = fault(mode) else { panic!("{mode}") };
        assert!(reason.starts_with(words), "{reason}");
    }
}
