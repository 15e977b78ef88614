//! The command line of `props`: exit codes, violations that replay, and that a run ends.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    time::Duration,
};

use serde_json::Value;
use tempfile::TempDir;

fn xtask() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.current_dir(workspace()).env("OPENBLAS_NUM_THREADS", "1");
    command
}

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask stands in the workspace").to_owned()
}

/// Exit code, standard output and standard error.
fn said(output: &Output) -> (i32, String, String) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code().expect("an exit code"), text(&output.stdout), text(&output.stderr))
}

fn run(arguments: &[&str]) -> (i32, String, String) {
    said(&xtask().args(arguments).output().expect("xtask runs"))
}

/// Tries laws; violations go to a directory of their own.
fn props(directory: &TempDir, arguments: &[&str]) -> (i32, String, String) {
    let write = directory.path().to_str().expect("UTF-8");
    run(&[&["props", "--write", write], arguments].concat())
}

fn temporary() -> TempDir {
    tempfile::tempdir().expect("a directory")
}

/// An adapter in the shell that describes itself and then does as told with each request, whose id is `$i`.
fn shell(with_a_case: &str) -> String {
    described(r#"\"name\": \"shell\""#, with_a_case)
}

fn described(description: &str, with_a_case: &str) -> String {
    let id = r#"i=${line#*\"id\":}; i=${i%%,*}"#;
    let describe = format!(r#"{{\"id\": $i, \"ok\": {{{description}}}}}"#);
    format!(r#"sh -c 'read line; {id}; echo "{describe}"; while read line; do {id}; {with_a_case}; done'"#)
}

/// Every divergence is -1.
fn negative() -> String {
    shell(r#"echo "{\"id\": $i, \"ok\": {\"kl\": -1}}""#)
}

/// The report of a run in JSON, without what a clock wrote.
fn report(directory: &TempDir, arguments: &[&str]) -> Value {
    let (_, stdout, stderr) = props(directory, &[&["--format", "json"], arguments].concat());
    let mut report: Value = serde_json::from_str(&stdout).unwrap_or_else(|error| panic!("{error}: {stdout}{stderr}"));
    report.as_object_mut().expect("a report").remove("duration_seconds").expect("a duration");
    report
}

fn result<'a>(report: &'a Value, law: &str) -> &'a Value {
    let results = report["laws"]["results"].as_array().expect("a list");
    results.iter().find(|result| result["law"] == law).unwrap_or_else(|| panic!("{law} was tried"))
}

#[test]
fn the_reference_keeps_every_law_here_and_over_the_protocol() {
    let directory = temporary();
    let (code, stdout, stderr) = props(&directory, &["--cases", "8"]);
    assert_eq!(code, 0, "{stdout}{stderr}");
    assert!(stdout.contains(" held on 8 cases each (seed 0)") && stdout.contains("\nevery law "), "{stdout}");
    let adapter = format!("'{}' adapter", env!("CARGO_BIN_EXE_xtask"));
    let (code, stdout, stderr) = props(&directory, &["--cases", "3", "--adapter", &adapter, "--seed", "5"]);
    assert_eq!(code, 0, "{stdout}{stderr}");
    assert_eq!(fs::read_dir(directory.path()).expect("a directory").count(), 0, "nothing was found to write");
}

#[test]
fn a_violation_is_told_written_and_judged_again() {
    let directory = temporary();
    let suite = directory.path().to_str().expect("UTF-8");
    let adapter = negative();
    let (code, stdout, stderr) = props(&directory, &["--law", "divergence-not-*", "--adapter", &adapter]);
    assert_eq!(code, 1, "{stdout}{stderr}");
    for words in [
        "divergence-not-negative: kl(q ‖ p) >= 0\n    kl(q ‖ p) is -1.0 where at least 0.0 is due: 1.0e0 apart, of which rounding",
        "smaller cases tried:\n    {\"operation\":\"divergence\",",
        &format!("cargo xtask props --law divergence-not-negative --seed 0 --cases 1 --write {suite} --adapter "),
        &format!("cargo xtask verify --suite {suite} --filter divergence-not-negative/0-0 --adapter "),
        "laws: 0 of 1 held on 100 cases each (seed 0); 1 broken",
    ] {
        assert!(stdout.contains(words), "{words}\n{stdout}");
    }
    let law: Value = serde_json::from_slice(
        &fs::read(directory.path().join("laws/divergence-not-negative/0-0.json")).expect("a law file"),
    )
    .expect("JSON");
    assert!(law["law"] == "divergence-not-negative" && law["seed"] == 0 && law["index"] == 0, "{law}");

    let verify = ["verify", "--suite", suite];
    let (code, stdout, stderr) = run(&[&verify[..], &["--adapter", &adapter]].concat());
    assert_eq!(code, 1, "{stdout}{stderr}");
    let told = "breaks the law `divergence-not-negative`: kl(q ‖ p) is -1.0 where at least 0.0 is due";
    assert!(stdout.contains(told), "{stdout}");
    for format in ["json", "markdown", "junit"] {
        let (code, stdout, _) = run(&[&verify[..], &["--adapter", &adapter, "--format", format]].concat());
        assert!(code == 1 && stdout.contains("kl(q ‖ p) is -1.0 where at least 0.0 is due"), "{stdout}");
    }
    let (code, stdout, _) = run(&verify);
    assert!(code == 0 && stdout.contains("1 case: 1 passed"), "{stdout}");
    let nothing = shell(r#"echo "{\"id\": $i, \"unsupported\": \"nothing\"}""#);
    let (code, stdout, _) = run(&[&verify[..], &["--adapter", &nothing]].concat());
    assert!(code == 1 && stdout.contains("nothing was judged"), "{stdout}");
    let (code, stdout, _) = run(&["case", "show", "divergence-not-negative/0-0", "--suite", suite]);
    assert!(code == 0 && stdout.contains("nothing: the law judges"), "{stdout}");
}

#[test]
fn a_law_file_of_no_law_or_of_no_case_is_a_broken_suite() {
    let directory = temporary();
    props(&directory, &["--law", "divergence-not-negative", "--adapter", &negative()]);
    let verify = ["verify", "--suite", directory.path().to_str().expect("UTF-8")];
    let path = directory.path().join("laws/divergence-not-negative/0-0.json");
    let text = fs::read_to_string(&path).expect("a law file");
    fs::write(&path, text.replace("\"law\": \"divergence-", "\"law\": \"convergence-")).expect("written");
    let (code, _, stderr) = run(&verify);
    assert!(code == 2 && stderr.contains("`convergence-not-negative` is no law that is known here"), "{stderr}");
    fs::write(&path, text).expect("written");
    assert_eq!(run(&verify).0, 0);
    fs::write(path.with_file_name("0-1.json"), "{}").expect("written");
    let (code, _, stderr) = run(&verify);
    assert!(code == 2 && stderr.contains("0-1.json: a law of no case"), "{stderr}");
}

#[test]
fn the_same_seed_is_the_same_run_whatever_else_is_tried() {
    let (one, other) = (temporary(), temporary());
    let adapter = negative();
    let arguments = ["--law", "divergence-*", "--cases", "20", "--seed", "7", "--adapter", &adapter];
    let found = report(&one, &[&arguments[..], &["--jobs", "1"]].concat());
    assert_eq!(found, report(&one, &[&arguments[..], &["--jobs", "3"]].concat()));
    assert_eq!(found["laws"]["seed"], 7);
    let law = "divergence-not-negative";
    let alone = report(&other, &["--law", law, "--cases", "1", "--seed", "7", "--adapter", &adapter]);
    let (found, alone) = (result(&found, law), result(&alone, law));
    assert_eq!(found["broken"]["case"], alone["broken"]["case"]);
    // What else it breaks on is told where more cases are tried.
    let first_line =
        |result: &Value| result["broken"]["message"].as_str().and_then(|all| all.lines().next().map(str::to_owned));
    assert!(first_line(found).is_some());
    assert_eq!(first_line(found), first_line(alone));
}

#[test]
fn an_adapter_that_misbehaves_breaks_each_law_by_the_name_of_its_misbehaviour() {
    for (does, message, smaller) in [
        ("exit 3", "it crashed: its process ended: exit status: 3", None),
        ("sleep 60", "it timed out: no answer within 1 s", Some(0)),
        ("echo garbage", "standard output has `garbage` where the reply should be", None),
        (r#"echo "{\"id\": $i, \"error\": \"LinAlgError\"}""#, "it failed with an error: LinAlgError", None),
        (r#"echo "{\"id\": $i, \"ok\": []}""#, "the answer to `divergence` is no object", None),
    ] {
        let directory = temporary();
        let law = "divergence-{not-negative,of-itself-is-zero}";
        let adapter = shell(does);
        let report = report(&directory, &["--law", law, "--timeout", "1", "--cases", "5", "--adapter", &adapter]);
        let results = report["laws"]["results"].as_array().expect("a list");
        assert_eq!(results.len(), 2);
        for result in results {
            let broken = &result["broken"];
            assert!(broken["message"].as_str().expect("a message").contains(message), "{does}: {broken}");
            let tried = broken["smaller_cases_tried"].as_u64().expect("a number");
            assert!(smaller.is_none_or(|due| due == tried), "{does}: {broken}");
        }
    }
}

#[test]
fn an_adapter_that_supports_nothing_has_not_passed() {
    let adapter = shell(r#"echo "{\"id\": $i, \"unsupported\": \"no EM\"}""#);
    let (code, stdout, stderr) = props(&temporary(), &["--cases", "3", "--adapter", &adapter]);
    assert_eq!(code, 1, "{stdout}{stderr}");
    assert!(stdout.contains("\ntight-after-e-step  unsupported: no EM\n"), "{stdout}");
    assert!(stdout.contains("nothing was tried: no law could be put to the test"), "{stdout}");
}

#[test]
fn a_mistake_of_the_caller_is_exit_2_and_an_adapter_that_does_not_start_exit_3() {
    let binary32 = described(r#"\"name\": \"half\", \"precision\": \"binary32\""#, "exit 3");
    for (arguments, message) in [
        (&["--law", "elbo-belw-log-joint"][..], "did you mean elbo-below-log-joint"),
        (&["--law", "nothing/*"][..], "matches none of the"),
        (&["--law", "["][..], "`[` is no glob"),
        (&["--cases", "0"][..], "'--cases"),
        (&["--seed", "-1"][..], "-1"),
        (&["--check"][..], "--document"),
        (&["--adapter", &binary32][..], "`half` computes in binary32, and the laws know binary64 alone"),
    ] {
        let (code, stdout, stderr) = props(&temporary(), arguments);
        assert_eq!((code, stdout.as_str()), (2, ""), "{arguments:?}: {stderr}");
        assert!(stderr.contains(message), "{stderr}");
    }
    let (code, _, stderr) = props(&temporary(), &["--adapter", "sh -c 'echo no numpy >&2; exit 5'"]);
    assert!(code == 3 && stderr.contains("exit status: 5") && stderr.contains("no numpy"), "{stderr}");
}

#[test]
fn the_list_of_laws_is_that_of_the_documentation() {
    let (code, stdout, _) = run(&["props", "--list"]);
    assert!(code == 0 && stdout.lines().any(|line| line.starts_with("divergence-not-negative ")), "{stdout}");
    let (code, _, stderr) = run(&["props", "--document", "--check"]);
    assert_eq!(code, 0, "{stderr}");
}

#[test]
fn verify_tries_a_few_cases_of_every_law_where_it_is_asked_to() {
    let directory = temporary();
    props(&directory, &["--law", "divergence-not-negative", "--adapter", &negative()]);
    let suite = directory.path().to_str().expect("UTF-8");
    let verify = |more: &[&str]| run(&[&["verify", "--suite", suite], more].concat());
    let (code, stdout, stderr) = verify(&["--laws"]);
    assert_eq!(code, 0, "{stdout}{stderr}");
    assert!(stdout.contains("\nlaws: ") && stdout.contains(" held on 10 cases each (seed 0)"), "{stdout}");
    assert!(!verify(&[]).1.contains("laws:"));
    assert_eq!(verify(&["--laws", "--no-laws"]).0, 2);
    let right = r#"case "$line" in *\"divergence\"*) echo "{\"id\": $i, \"ok\": {\"kl\": 1000}}";; "#;
    let wrong = format!(r#"{right} *) echo "{{\"id\": $i, \"unsupported\": \"no\"}}";; esac"#);
    let (code, stdout, stderr) = verify(&["--laws", "--adapter", &shell(&wrong), "--format", "json"]);
    assert_eq!(code, 1, "{stdout}{stderr}");
    let report: Value = serde_json::from_str(&stdout).expect("a report");
    assert_eq!(report["totals"]["passed"], 1, "the case is right, and a law is broken");
    let broken = &result(&report, "divergence-of-itself-is-zero")["broken"];
    assert!(broken["message"].as_str().expect("a message").contains("1000.0 where 0.0 is due"), "{broken}");
}

/// Whether Python and NumPy are there: not asked of a machine, unless it is one of CI.
fn has_numpy() -> bool {
    let found = Command::new("python3").args(["-c", "import numpy"]).output();
    if found.is_ok_and(|output| output.status.success()) {
        return true;
    }
    assert!(env::var_os("CI").is_none(), "CI has to have python3 with NumPy");
    eprintln!("skipped: there is no python3 with NumPy here; see adapters/numpy/requirements.txt");
    false
}

#[test]
fn a_defect_of_the_textbook_breaks_a_law_and_its_case_tells_it_from_the_healthy_one() {
    if !has_numpy() {
        return;
    }
    let directory = temporary();
    let suite = directory.path().to_str().expect("UTF-8");
    let defect = "python3 adapters/numpy/defects.py covariance-divisor";
    let (code, stdout, stderr) = props(&directory, &["--law", "m-step-matches-moments", "--adapter", defect]);
    assert_eq!(code, 1, "{stdout}{stderr}");
    assert!(stdout.contains("covariance[0][0] of component 0"), "{stdout}");
    let verdict = |adapter: &[&str]| run(&[&["verify", "--suite", suite], adapter].concat());
    let (code, stdout, _) = verdict(&["--adapter", defect]);
    assert!(code == 1 && stdout.contains("breaks the law `m-step-matches-moments`"), "{stdout}");
    let (code, stdout, _) = verdict(&["--adapter", "python3 adapters/numpy/em.py"]);
    assert_eq!(code, 0, "{stdout}");
    assert_eq!(verdict(&[]).0, 0);
}

/// Ctrl-C says how far the run came, and gives no verdict.
#[cfg(unix)]
#[test]
fn ctrl_c_stops_the_run() {
    let directory = temporary();
    let child = xtask()
        .args(["props", "--jobs", "2", "--adapter", &shell("sleep 60"), "--write"])
        .arg(directory.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("xtask runs");
    std::thread::sleep(Duration::from_millis(1500));
    let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("kill runs");
    assert!(sent.success());
    let (code, stdout, stderr) = said(&child.wait_with_output().expect("ends"));
    assert_eq!((code, stdout.as_str()), (130, ""), "{stderr}");
    assert!(stderr.contains("stopped after 0 of ") && stderr.contains("laws; there is no verdict"), "{stderr}");
    assert_eq!(fs::read_dir(directory.path()).expect("a directory").count(), 0, "no violation is written");
}
