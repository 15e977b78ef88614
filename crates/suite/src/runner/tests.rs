//! What the runner owes: an outcome for every case, or a reason why there is no verdict.

use std::{fs, path::Path};

use serde_json::{Value, json};
use tempfile::TempDir;

use super::*;
use crate::{
    format::Precision,
    hash::{inputs_sha256, result_sha256},
    verdict::{Outcome, SLACK},
};

fn write(directory: &Path, name: &str, text: &str) {
    let path = directory.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// A suite of one case whose answer is 1.5 and one that must be rejected.
fn suite() -> TempDir {
    let directory = tempfile::tempdir().unwrap();
    let member = json!({"family": "poisson", "rate": [1]});
    let mut case = json!({"format": 1, "id": "kl/good", "title": "t", "level": "lower", "hunts": [],
        "operation": "divergence", "q": member, "p": member});
    write(directory.path(), "cases/kl/good.json", &case.to_string());
    case["id"] = json!("kl/bad");
    case["expect"] = json!("rejected");
    write(directory.path(), "cases/kl/bad.json", &case.to_string());
    let certified = json!({"format": 1, "id": "kl/good", "result": {"kl": "1.50000000000000000000000000000"},
        "attainable_digits": {"kl": 15.95}});
    write(directory.path(), "certified/kl/good.json", &certified.to_string());
    directory
}

struct Stub(Description, fn(&Case) -> Response);

impl Implementation for Stub {
    fn description(&self) -> &Description {
        &self.0
    }
    fn run(&mut self, case: &Case) -> Response {
        (self.1)(case)
    }
}

fn run_with(directory: &Path, precision: Precision, answer: fn(&Case) -> Response) -> Result<Run, RunError> {
    let suite = Suite::open(directory)?;
    let prepared = prepare(&suite, None, 2)?;
    let description = Description { precision, ..Description::default() };
    let start = || Ok(Box::new(Stub(description.clone(), answer)) as Box<dyn Implementation>);
    let options = Options { slack: SLACK, jobs: 4, interrupt: Interrupt::default() };
    run(&prepared, &start, &options, &|_, _| ())
}

fn right(_: &Case) -> Response {
    Response::Ok(json!({"kl": 1.5}))
}

#[test]
fn every_case_has_an_outcome_in_the_order_of_the_ids() {
    let directory = suite();
    let run = run_with(directory.path(), Precision::Binary64, right).unwrap();
    let outcomes: Vec<Outcome> = run.findings.iter().map(|finding| finding.outcome).collect();
    assert_eq!(outcomes, [Outcome::Failed, Outcome::Passed]);
}

#[test]
fn an_implementation_sees_nothing_that_describes_the_case() {
    let directory = suite();
    let run = run_with(directory.path(), Precision::Binary64, |case| {
        assert_eq!(
            (&case.id, &case.title, &case.level, &case.hunts, &case.expect),
            (&None, &None, &None, &None, &None)
        );
        Response::Rejected(String::new())
    });
    assert_eq!(run.unwrap().findings[0].outcome, Outcome::Passed);
}

#[test]
fn a_panic_in_process_is_a_crash() {
    let directory = suite();
    let run = run_with(directory.path(), Precision::Binary64, |_| panic!("index out of bounds")).unwrap();
    assert_eq!(run.findings[1].outcome, Outcome::Crashed);
    assert_eq!(run.findings[1].message, "it panicked: index out of bounds");
}

#[test]
fn a_broken_suite_judges_nobody() {
    let error = |directory: &Path, precision| run_with(directory, precision, right).unwrap_err().to_string();
    let directory = suite();
    let message = error(directory.path(), Precision::Binary32);
    assert!(message.contains("`attainable_digits_binary32`: missing"), "{message}");

    write(directory.path(), "certified/kl/orphan.json", "{}");
    assert!(error(directory.path(), Precision::Binary64).contains("certified values of no case"));

    let directory = suite();
    fs::remove_file(directory.path().join("certified/kl/good.json")).unwrap();
    assert!(error(directory.path(), Precision::Binary64).contains("certified/kl/good.json"));
}

/// The good case's certified file with a certificate.
fn certified_with(directory: &Path, certificate: &Value) {
    let path = directory.join("certified/kl/good.json");
    let mut file: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
    file["certificate"] = certificate.clone();
    fs::write(path, file.to_string()).unwrap();
}

#[test]
fn certified_values_that_do_not_belong_to_the_case_or_were_altered_judge_nobody() {
    let directory = suite();
    let judged = || run_with(directory.path(), Precision::Binary64, right).map(drop).map_err(|error| error.to_string());
    let suite = Suite::open(directory.path()).unwrap();
    let case = suite.cases.iter().find(|case| case.name() == "kl/good").unwrap();
    let inputs = inputs_sha256(case, &suite.data).unwrap();
    let result = result_sha256(&suite.certified(case).unwrap().unwrap());
    let hashes = |inputs: &str, result: &str| json!({"inputs_sha256": inputs, "result_sha256": result});

    certified_with(directory.path(), &hashes(&inputs, &result));
    assert_eq!(judged(), Ok(()));
    certified_with(directory.path(), &hashes("0", &result));
    assert!(judged().unwrap_err().contains("certified/kl/good.json: stale"), "{:?}", judged());
    certified_with(directory.path(), &hashes(&inputs, "0"));
    assert!(judged().unwrap_err().contains("certified/kl/good.json: altered after it was certified"), "{:?}", judged());

    // A certifier that is not ours may hash what it likes, and say what it likes of its proofs.
    let mut foreign = hashes("0", "0");
    foreign["written_by"] = json!("my-certifier --all");
    for certificate in [foreign, json!({"precision_bits": "many", "box": [[0, 1]]}), json!("by hand"), Value::Null] {
        certified_with(directory.path(), &certificate);
        assert_eq!(judged(), Ok(()), "{certificate}");
    }
}

#[test]
fn unknown_keys_of_a_certified_file_are_ignored() {
    let directory = suite();
    let path = directory.path().join("certified/kl/good.json");
    let text = fs::read_to_string(&path).unwrap().replacen('{', r#"{"reviewed": {"by": ["somebody"]}, "#, 1);
    fs::write(path, text).unwrap();
    assert!(run_with(directory.path(), Precision::Binary64, right).is_ok());
}

#[test]
fn a_filter_that_matches_nothing_is_an_error() {
    let directory = suite();
    let suite = Suite::open(directory.path()).unwrap();
    assert_eq!(prepare(&suite, Some("*good"), 1).unwrap().len(), 1);
    let message = prepare(&suite, Some("gaussian/*"), 1).unwrap_err().to_string();
    assert_eq!(message, "the filter `gaussian/*` matches none of the 2 cases");
}

#[test]
fn an_interrupted_run_has_no_verdict() {
    let directory = suite();
    let suite = Suite::open(directory.path()).unwrap();
    let prepared = prepare(&suite, None, 1).unwrap();
    let start = || Ok(Box::new(Stub(Description::default(), right)) as Box<dyn Implementation>);
    let options = Options { slack: SLACK, jobs: 1, interrupt: Interrupt::default() };
    let stop = |_: &Prepared, _: &Finding| options.interrupt.raise();
    let error = run(&prepared, &start, &options, &stop).unwrap_err();
    assert_eq!(error.to_string(), "stopped after 1 of 2 cases; there is no verdict");
}

#[test]
fn an_implementation_that_cannot_be_started_ends_the_run() {
    let directory = suite();
    let suite = Suite::open(directory.path()).unwrap();
    let prepared = prepare(&suite, None, 1).unwrap();
    let start = || Err(StartError { command: "em".to_owned(), reason: "no licence".to_owned() });
    let options = Options { slack: SLACK, jobs: 2, interrupt: Interrupt::default() };
    let error = run(&prepared, &start, &options, &|_, _| ()).unwrap_err();
    assert_eq!(error.to_string(), "the adapter `em` could not be started: no licence");
}
