//! The command on a suite of its own: writes, keeps, notices what is stale, checks.

use std::{fs, path::Path};

use certify::command::{Options, run};
use clap::Parser;
use serde_json::{Value, json};
use suite::hash::result_sha256;

fn case(id: &str, x: f64) -> Value {
    json!({
        "format": 1, "id": id, "title": "any", "level": "lower", "hunts": [], "operation": "evaluate",
        "data": {"set": "numbers", "columns": ["x"]},
        "model": {"family": "gaussian", "covariance": "identity"},
        "parameters": {"weights": [0.25, 0.75], "components": [{"mean": [x]}, {"mean": [2]}]},
    })
}

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn write_case(suite: &Path, id: &str, case: &Value) {
    write(&suite.join("cases").join(format!("{id}.json")), &case.to_string());
}

fn certify(suite: &Path, arguments: &[&str]) -> bool {
    let suite = ["certify", "--suite", suite.to_str().unwrap()];
    run(&Options::parse_from(suite.iter().chain(arguments))).unwrap()
}

fn certified(suite: &Path, id: &str) -> String {
    fs::read_to_string(suite.join("certified").join(format!("{id}.json"))).unwrap()
}

#[test]
fn a_suite_is_written_kept_and_checked() {
    let directory = tempfile::tempdir().unwrap();
    let suite = directory.path();
    write(&suite.join("data/numbers.csv"), "x,y\n0.5,1\n1.5,2\nNA,3\n");
    write_case(suite, "gaussian/one", &case("gaussian/one", 0.0));
    write_case(suite, "gaussian/two", &case("gaussian/two", -1.0));
    let mut rejected = case("gaussian/refused", 1.0);
    rejected["expect"] = json!("rejected");
    rejected["parameters"]["weights"] = json!([0.5, 0.6]);
    write_case(suite, "gaussian/refused", &rejected);

    assert!(!certify(suite, &["--check"]), "nothing is there yet");
    assert!(certify(suite, &[]));
    assert!(certify(suite, &["--check", "--share", "1"]));
    assert!(!suite.join("certified/gaussian/refused.json").exists());
    let written = certified(suite, "gaussian/one");
    let opened = suite::golden::Suite::open(suite).unwrap();
    assert!(opened.cases.iter().all(|case| opened.certified(case).is_ok()));

    // The title says nothing of the inputs; a parameter and the data do.
    let mut renamed = case("gaussian/one", 0.0);
    renamed["title"] = json!("another");
    write_case(suite, "gaussian/one", &renamed);
    assert!(certify(suite, &["--check", "--share", "0"]));
    write_case(suite, "gaussian/one", &case("gaussian/one", 0.25));
    assert!(!certify(suite, &["--check", "--share", "0"]));
    assert!(certify(suite, &[]));
    assert_ne!(certified(suite, "gaussian/one"), written);
    write_case(suite, "gaussian/one", &case("gaussian/one", 0.0));
    assert!(certify(suite, &[]));
    assert_eq!(certified(suite, "gaussian/one"), written);
    write(&suite.join("data/numbers.csv"), "x,y\n0.5,1\n1.5,2\n2.5,3\n");
    assert!(!certify(suite, &["--check", "--share", "0"]));
    assert!(certify(suite, &[]));

    // A file without the hash of its result is not up to date, and neither is one whose hash is of another result.
    let path = suite.join("certified/gaussian/two.json");
    let written: Value = serde_json::from_str(&certified(suite, "gaussian/two")).unwrap();
    let mut unhashed = written.clone();
    unhashed["certificate"].as_object_mut().unwrap().remove("result_sha256");
    let mut altered = written.clone();
    altered["result"]["log_evidence"] = json!("-1.000000000000000000000000000000000e0");
    for file in [unhashed, altered.clone()] {
        write(&path, &file.to_string());
        assert!(!certify(suite, &["--check", "--share", "0"]), "{}", file["certificate"]);
        assert!(certify(suite, &[]));
        assert_eq!(serde_json::from_str::<Value>(&certified(suite, "gaussian/two")).unwrap(), written);
    }

    // A file that was altered together with its hash is found by computing anew.
    let hash = result_sha256(&serde_json::from_value(altered.clone()).unwrap());
    altered["certificate"]["result_sha256"] = json!(hash);
    write(&path, &altered.to_string());
    assert!(certify(suite, &["--check", "--share", "0"]));
    assert!(!certify(suite, &["--check", "--share", "1"]));
    assert!(certify(suite, &["--check", "--share", "1", "--filter", "*/one"]));
    assert!(certify(suite, &["--force"]));
    assert!(certify(suite, &["--check", "--share", "1"]));
}

#[test]
fn files_and_cases_that_do_not_belong_together_are_errors() {
    let directory = tempfile::tempdir().unwrap();
    let suite = directory.path();
    write(&suite.join("data/numbers.csv"), "x\n0.5\n");
    let mut answered = case("gaussian/answered", 0.0);
    answered["expect"] = json!("rejected");
    write_case(suite, "gaussian/answered", &answered);
    assert!(!certify(suite, &[]), "the case has an answer, but says that it has none");
    write_case(suite, "gaussian/answered", &case("gaussian/answered", 0.0));
    assert!(certify(suite, &[]));
    write(&suite.join("certified/gaussian/orphan.json"), "{}");
    assert!(!certify(suite, &[]));
    fs::remove_file(suite.join("certified/gaussian/orphan.json")).unwrap();
    write_case(suite, "gaussian/answered", &answered);
    assert!(!certify(suite, &[]), "certified values of a case that must be rejected");
}
