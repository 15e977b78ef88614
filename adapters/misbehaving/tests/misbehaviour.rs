//! Every way to misbehave is reported as what it is, and the run ends.

use std::{
    sync::OnceLock,
    time::{Duration, Instant},
};

use suite::{
    format::Case,
    implementation::{Implementation, Response},
    process::{Interrupt, Limits, ProcessAdapter},
};

/// Long enough for a process to start on a busy machine, short enough to wait for.
const TIME: Duration = Duration::from_millis(2500);

fn command(mode: &str) -> String {
    format!("'{}' {mode}", env!("CARGO_BIN_EXE_misbehaving-adapter"))
}

fn limits() -> Limits {
    Limits { start: TIME, ..Limits::within(TIME) }
}

fn start(mode: &str) -> Result<ProcessAdapter, String> {
    ProcessAdapter::start(&command(mode), limits(), Interrupt::default()).map_err(|error| error.reason)
}

/// A case of about `numbers` numbers, to fill the pipe of an adapter that does not read.
fn case_of(numbers: usize) -> Case {
    let observations = vec![[1.5]; numbers];
    serde_json::from_value(serde_json::json!({
        "format": 1, "operation": "evaluate",
        "data": {"observations": observations}, "model": {"family": "gaussian", "covariance": "identity"},
        "parameters": {"weights": [1], "components": [{"mean": [0]}]},
    }))
    .expect("a case")
}

fn case() -> &'static Case {
    static CASE: OnceLock<Case> = OnceLock::new();
    CASE.get_or_init(|| case_of(3))
}

/// What the first case brings, having been answered within the limit.
fn first(mode: &str) -> Response {
    let mut adapter = start(mode).expect("describes itself");
    let asked = Instant::now();
    let response = adapter.run(case());
    assert!(asked.elapsed() < TIME + Duration::from_secs(2), "{mode}: {:?}", asked.elapsed());
    response
}

fn crashed(mode: &str) -> String {
    match first(mode) {
        Response::Crashed(message) => message,
        other => panic!("{mode}: {other:?}"),
    }
}

fn garbled(mode: &str) -> String {
    match first(mode) {
        Response::Garbled(message) => message,
        other => panic!("{mode}: {other:?}"),
    }
}

fn timed_out(mode: &str) -> String {
    match first(mode) {
        Response::TimedOut(message) => message,
        other => panic!("{mode}: {other:?}"),
    }
}

fn unsupported() -> Response {
    Response::Unsupported("only misbehaves".to_owned())
}

#[test]
fn one_that_does_not_answer_times_out() {
    assert_eq!(timed_out("hang"), "no answer within 2.5 s");
}

#[test]
fn one_that_does_not_read_times_out_however_long_the_request() {
    let mut adapter = start("never-reads").expect("describes itself");
    assert!(matches!(adapter.run(&case_of(1_000_000)), Response::TimedOut(_)));
}

#[test]
fn one_that_dies_has_crashed_with_its_last_words() {
    let message = crashed("die");
    assert_eq!(message, "its process ended: exit status: 3\npreparing to die\nlast words: out of cheese");
    assert!(crashed("one-shot").starts_with("its process ended: exit status: 0"));
    assert!(crashed("half-a-reply").starts_with("its process ended: exit status: 0"));
    if cfg!(unix) {
        let message = crashed("die-by-signal");
        assert!(message.contains("signal: 6"), "{message}");
    }
}

#[test]
fn one_that_has_died_is_started_again_for_the_next_case() {
    let mut adapter = start("die-after 2").expect("describes itself");
    let responses: Vec<Response> = (0..7).map(|_| adapter.run(case())).collect();
    let crashes: Vec<usize> = (0..7).filter(|&index| matches!(responses[index], Response::Crashed(_))).collect();
    assert_eq!(crashes, [2, 5]);
    assert_eq!(responses[3], unsupported());
}

#[cfg(unix)]
#[test]
fn one_that_closes_a_pipe_has_crashed() {
    let message = crashed("close-stdin");
    assert!(message.starts_with("it closed its standard input"), "{message}");
    let message = crashed("close-stdout");
    assert!(message.starts_with("it closed its standard output"), "{message}");
}

#[test]
fn what_is_no_reply_is_named() {
    assert!(garbled("garbage").contains("`} not JSON {` where the reply should be"));
    assert!(garbled("not-utf8").contains("not UTF-8"));
    assert_eq!(garbled("wrong-id"), "the reply has the id 1000000, but the request has the id 2");
    assert!(garbled("two-kinds").contains("`ok` and `unsupported` at once"));
    assert!(garbled("bare-nan").contains("bare word NaN"));
    let message = garbled("chatter-on-stdout");
    assert!(message.contains("`Iteration 1: log likelihood -123.4`"), "{message}");
    assert!(message.contains("standard error"), "{message}");
}

#[test]
fn a_reply_that_is_too_long_is_not_read_to_its_end() {
    assert_eq!(garbled("huge"), "the reply is longer than 64 MiB");
    assert_eq!(garbled("huge-no-newline"), "the reply is longer than 64 MiB");
}

#[test]
fn noise_on_standard_error_and_a_slow_answer_are_no_fault() {
    assert_eq!(first("stderr-flood"), unsupported());
    assert_eq!(first("slow"), unsupported());
}

#[test]
fn one_that_ignores_the_end_of_its_input_is_killed() {
    let mut adapter = start("ignores-the-end").expect("describes itself");
    assert_eq!(adapter.run(case()), unsupported());
    let asked = Instant::now();
    drop(adapter);
    assert!(asked.elapsed() < Duration::from_secs(3));
}

#[test]
fn one_that_cannot_describe_itself_cannot_be_started() {
    let reason = |mode: &str| start(mode).err().expect("cannot be started");
    assert_eq!(reason("hang-at-describe"), "asked to `describe` itself, it gave no answer within 2.5 s");
    let died = reason("die-at-describe");
    assert!(died.starts_with("asked to `describe` itself, it died: its process ended: exit status: 3\n"), "{died}");
    assert!(died.ends_with("last words: out of cheese"), "{died}");
    assert!(reason("garbage-at-describe").contains("`Hello! I am ready.`"));
    assert!(reason("no-such-mode").contains("usage: misbehaving-adapter MODE"));
}

#[test]
fn an_interrupt_ends_every_wait() {
    let interrupt = Interrupt::default();
    let limits = Limits::within(Duration::from_secs(600));
    let mut adapter = ProcessAdapter::start(&command("hang"), limits, interrupt.clone()).expect("describes itself");
    let asked = Instant::now();
    std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(100));
        interrupt.raise();
    });
    assert!(matches!(adapter.run(case()), Response::Crashed(_)));
    drop(adapter);
    assert!(asked.elapsed() < Duration::from_secs(5));
}

/// `sh -c` and what it started die together: the adapter's grandchild holds its standard output open.
#[cfg(target_os = "linux")]
#[test]
fn what_an_adapter_started_dies_with_it() {
    let shell = format!("sh -c \"{}; true\"", command("grandchild"));
    let limits = Limits::within(Duration::from_millis(800));
    let mut adapter = ProcessAdapter::start(&shell, limits, Interrupt::default()).expect("describes itself");
    let marker = format!("{}\0grandchild\0", env!("CARGO_BIN_EXE_misbehaving-adapter"));
    let alive = || {
        let processes = std::fs::read_dir("/proc").expect("Linux").flatten();
        processes
            .filter_map(|process| std::fs::read(process.path().join("cmdline")).ok())
            .any(|line| line == marker.as_bytes())
    };
    assert!(alive());
    assert!(matches!(adapter.run(case()), Response::TimedOut(_)));
    std::thread::sleep(Duration::from_millis(100));
    assert!(!alive());
}

#[test]
fn an_answer_ahead_of_its_question_is_none() {
    let mut adapter = start("answers-ahead").expect("describes itself");
    assert_eq!(adapter.run(case()), unsupported());
    let unasked = Response::Garbled("it had written a line that nothing asked for".to_owned());
    assert_eq!(adapter.run(case()), unasked);
    assert_eq!(adapter.run(case()), unsupported());
}

#[test]
fn one_that_ended_after_its_answer_is_started_again_for_the_next_case() {
    let mut adapter = start("one-case").expect("describes itself");
    for _ in 0..3 {
        assert_eq!(adapter.run(case()), unsupported());
        std::thread::sleep(Duration::from_millis(300));
    }
}
