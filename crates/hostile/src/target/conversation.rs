//! The runner and its session: whole conversations with an adapter that follows a script.

use std::time::{Duration, Instant};

use suite::{
    implementation::Implementation,
    process::{Interrupt, Limits, ProcessAdapter},
    runner::{self, Options, Prepared, RunError},
    verdict::{Outcome, SLACK},
};

use super::Target;
use crate::{
    judges::{self, Judge},
    script::{Act, Script},
    seeds::Seed,
};

/// The judges of [`judges::all`] whose cases are put: one to answer, one to refuse, one to fit.
const CASES: [usize; 3] = [0, 2, 8];
/// What an adapter may take for a case.
const TIME: Duration = Duration::from_millis(40);
const LIMITS: Limits = Limits { time: TIME, start: TIME, reply_bytes: 16 << 10 };
/// A conversation that takes longer has hung.
const LONGEST: Duration = Duration::from_secs(30);

/// The target.
pub const TARGET: Target = Target {
    name: "conversation",
    claim: "whatever an adapter writes, closes or leaves undone, a run ends with one named outcome a case, and nothing passes that was not answered",
    run,
    seeds,
};

/// The judges whose cases are put.
#[must_use]
pub fn put() -> Vec<&'static Judge> {
    CASES.iter().map(|&index| &judges::all()[index]).collect()
}

fn run(bytes: &[u8]) {
    let script = Script::read(bytes);
    let prepared: Vec<&Prepared> = put().iter().map(|judge| &judge.prepared).collect();
    let prepared: Vec<Prepared> = prepared.into_iter().map(again).collect();
    let interrupt = Interrupt::default();
    let start = || {
        let adapter = ProcessAdapter::over("the script", script.launch(), LIMITS, interrupt.clone())?;
        Ok(Box::new(adapter) as Box<dyn Implementation>)
    };
    let options = Options { slack: SLACK, jobs: 1, interrupt: interrupt.clone() };
    let started = Instant::now();
    let ended = runner::run(&prepared, &start, &options, &|_, _| {});
    assert!(started.elapsed() < LONGEST, "a conversation took {:?}", started.elapsed());
    match ended {
        Ok(run) => check(&script, &prepared, &run),
        Err(RunError::Start(error)) => assert!(!error.reason.is_empty(), "it did not start, without a word"),
        Err(error) => panic!("{error}"),
    }
}

fn again(prepared: &Prepared) -> Prepared {
    let Prepared { case, resolved, expected, law } = prepared;
    Prepared { case: case.clone(), resolved: resolved.clone(), expected: expected.clone(), law: law.clone() }
}

fn check(script: &Script, prepared: &[Prepared], run: &runner::Run) {
    assert_eq!(run.findings.len(), prepared.len(), "a case got lost");
    for (index, finding) in run.findings.iter().enumerate() {
        if finding.outcome == Outcome::Passed {
            assert!(script.may_answer(index), "case {index} passed, and nobody answered it");
        } else if finding.outcome != Outcome::Unsupported {
            assert!(!finding.message.is_empty(), "case {index} has {} without a word", finding.outcome);
        }
        let steers = |character: char| character.is_control() && !matches!(character, '\n' | '\t');
        assert!(!finding.message.contains(steers), "a message that steers a terminal: {:?}", finding.message);
    }
}

/// The ways to behave and to misbehave.
fn seeds() -> Vec<Seed> {
    use Act::{Answer, CloseInput, CloseOutput, Complain, Describe, Die, Hang, Read, Say, Unsupported, WrongId};
    let honest = vec![Read, Describe, Read, Answer(0), Read, Answer(1), Read, Answer(2)];
    let after_describe = |acts: &[Act]| [&[Read, Describe, Read], acts].concat();
    let garbage = || Say(b"} not JSON {\n".to_vec());
    let scripts: Vec<(&str, Vec<Act>)> = vec![
        ("honest", honest.clone()),
        ("hang", after_describe(&[Hang])),
        ("hang-at-describe", vec![Hang]),
        ("never-reads", vec![Describe, Hang]),
        ("die", after_describe(&[Complain(b"last words\n".to_vec()), Die])),
        ("die-at-describe", vec![Die]),
        ("one-shot", vec![Read, Describe, Die]),
        ("one-case", after_describe(&[Answer(0), Die])),
        ("half-a-reply", after_describe(&[Say(b"{\"id\": 2, \"ok\": {\"k".to_vec()), Die])),
        ("garbage", after_describe(&[garbage(), Hang])),
        ("garbage-at-describe", vec![Read, garbage()]),
        ("not-utf8", after_describe(&[Say(vec![b'{', 0xff, b'\n'])])),
        ("wrong-id", after_describe(&[WrongId, Read, Answer(1)])),
        ("unsupported", after_describe(&[Unsupported, Read, Unsupported, Read, Unsupported])),
        ("close-input", vec![Read, Describe, CloseInput, Hang]),
        ("close-output", after_describe(&[CloseOutput, Hang])),
        ("answers-ahead", [honest.as_slice(), &[Answer(0), Answer(1)]].concat()),
        ("swapped", after_describe(&[Answer(2), Read, Answer(0), Read, Answer(1)])),
    ];
    scripts.into_iter().map(|(name, acts)| (name.to_owned(), Script::written(&acts))).collect()
}
