//! The command line of `verify`: exit codes, messages and that a run ends.

use std::{
    fs,
    path::Path,
    process::{Command, Output},
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use tempfile::TempDir;

fn write(directory: &Path, name: &str, text: &str) {
    let path = directory.join(name);
    fs::create_dir_all(path.parent().expect("a parent")).expect("a directory");
    fs::write(path, text).expect("a file");
}

fn case(id: &str) -> Value {
    json!({"format": 1, "id": id, "title": "One standard normal", "level": "lower", "hunts": [],
        "operation": "evaluate", "data": {"observations": [[0.0], [1.0]]},
        "model": {"family": "gaussian", "covariance": "identity"},
        "parameters": {"weights": [1], "components": [{"mean": [0]}]}})
}

/// One case with an answer (two observations under one standard normal) and one that must be rejected.
fn suite() -> TempDir {
    let directory = tempfile::tempdir().expect("a directory");
    write(directory.path(), "cases/gaussian/good.json", &case("gaussian/good").to_string());
    let mut bad = case("gaussian/bad");
    bad["parameters"]["weights"] = json!([0.5]);
    bad["expect"] = json!("rejected");
    write(directory.path(), "cases/gaussian/bad.json", &bad.to_string());
    let log_evidence = "-2.33787706640934548356065947281123527972";
    let certified = json!({"format": 1, "id": "gaussian/good", "result": {"log_evidence": log_evidence},
        "attainable_digits": {"log_evidence": 15.95}, "certificate": "by hand"});
    write(directory.path(), "certified/gaussian/good.json", &certified.to_string());
    directory
}

fn xtask() -> Command {
    Command::new(env!("CARGO_BIN_EXE_xtask"))
}

fn verify(suite: &Path, arguments: &[&str]) -> Output {
    xtask().arg("verify").arg("--suite").arg(suite).args(arguments).output().expect("xtask runs")
}

/// Exit code, standard output and standard error.
fn said(output: &Output) -> (i32, String, String) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code().expect("an exit code"), text(&output.stdout), text(&output.stderr))
}

/// An adapter in the shell that describes itself and then does as told with each case.
fn shell(with_a_case: &str) -> String {
    let describe = r#"{\"id\": 1, \"ok\": {\"name\": \"shell\"}}"#;
    format!(r#"sh -c 'read line; echo "{describe}"; while read line; do {with_a_case}; done'"#)
}

#[test]
fn the_reference_passes() {
    let suite = suite();
    let (code, stdout, stderr) = said(&verify(suite.path(), &[]));
    assert_eq!(code, 0, "{stdout}{stderr}");
    assert!(stdout.contains("2 cases: 2 passed"), "{stdout}");
}

#[test]
fn the_reference_over_the_protocol_passes_as_well() {
    let suite = suite();
    let adapter = format!("'{}' adapter", env!("CARGO_BIN_EXE_xtask"));
    let (code, stdout, stderr) = said(&verify(suite.path(), &["--adapter", &adapter]));
    assert_eq!(code, 0, "{stdout}{stderr}");
}

#[test]
fn a_wrong_number_fails_with_the_digits_and_the_way_to_rerun() {
    let suite = suite();
    let adapter = shell(r#"echo "{\"id\": 2, \"ok\": {\"log_evidence\": -2.3378}}""#);
    let (code, stdout, _) = said(&verify(suite.path(), &["--adapter", &adapter, "--filter", "*good"]));
    assert_eq!(code, 1);
    assert!(
        stdout.contains("gaussian/good  gaussian/identity: log evidence: 4.5 digits of 15.9 attainable"),
        "{stdout}"
    );
    assert!(stdout.contains("cargo xtask verify --filter gaussian/good --adapter "), "{stdout}");
    let loose = ["--adapter", &adapter, "--filter", "*good", "--slack", "12"];
    assert_eq!(said(&verify(suite.path(), &loose)).0, 0);
}

#[test]
fn an_adapter_that_does_not_answer_times_out_and_the_run_ends() {
    let suite = suite();
    let started = Instant::now();
    let arguments = ["--adapter", &shell("sleep 60"), "--timeout", "0.5", "--format", "json"];
    let (code, stdout, _) = said(&verify(suite.path(), &arguments));
    let report: Value = serde_json::from_str(&stdout).expect("a report");
    assert_eq!((code, &report["totals"]["timed_out"]), (1, &json!(2)));
    assert!(started.elapsed() < Duration::from_secs(20));
}

#[test]
fn an_adapter_that_cannot_be_started_is_exit_3_and_says_why() {
    let suite = suite();
    let (code, _, stderr) = said(&verify(suite.path(), &["--adapter", "sh -c 'echo no numpy >&2; exit 5'"]));
    assert_eq!(code, 3);
    assert!(stderr.contains("exit status: 5") && stderr.contains("no numpy"), "{stderr}");
    assert_eq!(said(&verify(suite.path(), &["--adapter", "no-such-program-anywhere"])).0, 3);
}

#[test]
fn a_mistake_of_the_caller_is_exit_2() {
    let suite = suite();
    for (arguments, message) in [
        (&["--no-such-flag"][..], "unexpected argument '--no-such-flag'"),
        (&["--filter", "gaussian/goood"][..], "did you mean gaussian/good"),
        (&["--filter", "["][..], "`[` is no glob"),
        (&["--slack", "-1"][..], "expected a number of digits, 0 or more"),
        (&["--jobs", "0"][..], "'--jobs"),
        (&["--timeout", "never"][..], "expected a number of seconds greater than 0"),
        (&["--timeout", "1e19"][..], "expected at most 1e9 seconds"),
        (&["--known-failures", "/no/such/file.toml"][..], "/no/such/file.toml"),
    ] {
        let (code, _, stderr) = said(&verify(suite.path(), arguments));
        assert_eq!(code, 2, "{arguments:?}: {stderr}");
        assert!(stderr.contains(message), "{stderr}");
    }
    let (code, _, stderr) = said(&verify(Path::new("/no/such/suite"), &[]));
    assert!(code == 2 && stderr.contains("/no/such/suite"), "{stderr}");
}

#[test]
fn a_broken_suite_is_exit_2_and_names_file_line_and_field() {
    let breaks: [(&str, &str, &[&str]); 6] = [
        (
            "certified/gaussian/good.json",
            r#"{"format": 1, "id": "gaussian/good", "result": {}, "attainable_digits": {}, "certificate": "none"}"#,
            &["certified/gaussian/good.json", "nothing to judge"],
        ),
        ("cases/gaussian/good.json", "", &["gaussian/good.json", "empty"]),
        ("cases/gaussian/good.json", "{\n\"format\": 1,\n\"model\": {\"famly\": 1}}", &["good.json:3", "famly"]),
        ("cases/gaussian/good.json", "{\"format\": 2}", &["`format`", "format 2 is not known"]),
        (
            "certified/gaussian/good.json",
            "{\"format\": 1, \"id\": \"x\"}",
            &["certified/gaussian/good.json:1", "result"],
        ),
        ("certified/gaussian/other.json", "{}", &["certified/gaussian/other.json", "no case"]),
    ];
    for (file, text, words) in breaks {
        let suite = suite();
        write(suite.path(), file, text);
        let (code, stdout, stderr) = said(&verify(suite.path(), &[]));
        assert_eq!((code, stdout.as_str()), (2, ""), "{file}");
        assert!(words.iter().all(|word| stderr.contains(word)), "{stderr}");
    }
    let suite = suite();
    fs::remove_file(suite.path().join("certified/gaussian/good.json")).expect("removed");
    let (code, _, stderr) = said(&verify(suite.path(), &[]));
    assert!(code == 2 && stderr.contains("certified/gaussian/good.json"), "{stderr}");
}

/// One case of the golden suite, with its data and its certified values.
fn golden_case() -> TempDir {
    let directory = tempfile::tempdir().expect("a directory");
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("a workspace").join("golden");
    for name in [CASE, CERTIFIED, DATA] {
        write(directory.path(), name, &fs::read_to_string(golden.join(name)).expect("a golden file"));
    }
    directory
}

const CASE: &str = "cases/poisson/coal-k2-map.json";
const CERTIFIED: &str = "certified/poisson/coal-k2-map.json";
const DATA: &str = "data/coal_disasters_yearly.csv";

type Edit = fn(&str) -> String;

#[test]
fn certified_values_that_are_stale_or_altered_are_exit_2_with_the_command_that_mends_them() {
    let suite = golden_case();
    let (code, stdout, stderr) = said(&verify(suite.path(), &[]));
    assert_eq!(code, 0, "{stdout}{stderr}");
    let edits: [(&str, Edit, &str); 4] = [
        (CASE, |text| text.replacen("2.9", "2.8", 1), "stale: the case or its data have changed"),
        (DATA, |text| format!("{text}\n"), "stale: the case or its data have changed"),
        (CERTIFIED, |text| text.replacen("e0\"", "e1\"", 1), "altered after it was certified"),
        (CERTIFIED, |text| text.replacen("15.95", "3.0", 1), "altered after it was certified"),
    ];
    for (name, edit, message) in edits {
        let suite = golden_case();
        let text = fs::read_to_string(suite.path().join(name)).expect("a file");
        assert_ne!(edit(&text), text, "{name} has nothing to edit");
        write(suite.path(), name, &edit(&text));
        refused(suite.path(), message);
    }
    let suite = golden_case();
    fs::remove_file(suite.path().join(CERTIFIED)).expect("removed");
    refused(suite.path(), "missing");
    let suite = golden_case();
    let text = fs::read_to_string(suite.path().join(CASE)).expect("a file");
    let mut case: Value = serde_json::from_str(&text).expect("a case");
    case["title"] = json!("What only describes a case may change");
    write(suite.path(), CASE, &case.to_string());
    assert_eq!(said(&verify(suite.path(), &[])).0, 0);
}

/// The suite judges nobody, and says why and how to mend it.
fn refused(suite: &Path, message: &str) {
    for command in [&["verify"][..], &["case", "show", "poisson/coal-k2-map"]] {
        let output = xtask().args(command).arg("--suite").arg(suite).output().expect("xtask runs");
        let (code, stdout, stderr) = said(&output);
        assert_eq!((code, stdout.as_str()), (2, ""), "{stderr}");
        let mended = format!("cargo xtask certify --suite {}", suite.display());
        for words in [CERTIFIED, message, &mended] {
            assert!(stderr.contains(words), "{stderr}");
        }
    }
}

#[test]
fn known_failures_do_not_make_a_run_red_but_may_not_pass() {
    let suite = suite();
    let list = suite.path().join("known.toml");
    let list = list.to_str().expect("UTF-8");
    write(suite.path(), "known.toml", "[[known]]\nid = \"gaussian/*\"\nreason = \"it only says no\"\n");
    let adapter = shell(r#"echo "{\"id\": 2, \"error\": \"no\"}""#);
    let arguments = ["--adapter", &adapter, "--known-failures", list, "--jobs", "2"];
    let (code, stdout, _) = said(&verify(suite.path(), &arguments));
    assert_eq!(code, 0, "{stdout}");
    assert!(stdout.contains("Known failures:") && stdout.contains("it only says no"), "{stdout}");
    let (code, stdout, _) = said(&verify(suite.path(), &["--known-failures", list]));
    assert_eq!(code, 1);
    assert!(stdout.contains("Known to fail, but passed:"), "{stdout}");
}

#[test]
fn an_unknown_case_is_met_with_the_nearest_ids() {
    let suite = suite();
    let output = xtask().args(["case", "show", "gaussian/goood", "--suite"]).arg(suite.path()).output().expect("runs");
    let (code, _, stderr) = said(&output);
    assert_eq!(code, 2);
    assert!(stderr.contains("did you mean gaussian/good"), "{stderr}");
    let output = xtask().args(["case", "show", "gaussian/good", "--suite"]).arg(suite.path()).output().expect("runs");
    let (code, stdout, _) = said(&output);
    assert_eq!(code, 0);
    assert!(stdout.contains("One standard normal") && stdout.contains("-2.3378770664093454"), "{stdout}");
}

#[test]
fn the_committed_cases_are_those_that_were_authored() {
    let (code, _, stderr) = said(&xtask().args(["cases", "--check"]).output().expect("runs"));
    assert_eq!(code, 0, "{stderr}");
}

#[test]
fn the_committed_schemas_are_current() {
    let (code, _, stderr) = said(&xtask().args(["schema", "--check"]).output().expect("runs"));
    assert_eq!(code, 0, "{stderr}");
}
