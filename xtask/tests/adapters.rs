//! `cargo xtask adapters`: what is set up, what is recorded of it, and how it is judged with what it is known to fail.

#![cfg(unix)]

use std::{
    fs,
    path::Path,
    process::{Command, Output, Stdio},
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use tempfile::TempDir;

/// An adapter in the shell: it describes itself and then says the same to every case.
const PROGRAM: &str = r#"read line
echo '{"id": 1, "ok": {"name": "tiny", "version": "1.5"}}'
id=1
while read line; do id=$((id + 1)); echo "{\"id\": $id, $(cat "$1")}"; done
"#;
const RIGHT: &str = r#""ok": {"log_evidence": -2.3378770664093453}"#;
const WRONG: &str = r#""ok": {"log_evidence": -2.5}"#;

/// A manifest of the program, with more lines.
fn manifest(more: &str) -> String {
    let command = r#"["sh", "{adapter}/run.sh", "{adapter}/says"]"#;
    format!("title = \"Tiny\"\nlanguage = \"sh\"\nabout = \"one number\"\ncommand = {command}\n{more}")
}

struct World(TempDir);

impl World {
    /// A workspace without adapters, and a suite of two cases: an answer, and input that must be refused.
    fn new() -> Self {
        let world = Self(tempfile::tempdir().expect("a directory"));
        fs::create_dir(world.0.path().join("adapters")).expect("a directory");
        let good = case("gaussian/good");
        let mut bad = case("gaussian/bad");
        bad["expect"] = json!("rejected");
        world.write("suite/cases/gaussian/good.json", &good.to_string());
        world.write("suite/cases/gaussian/bad.json", &bad.to_string());
        let certified = json!({"format": 1, "id": "gaussian/good", "certificate": "by hand",
            "result": {"log_evidence": "-2.33787706640934548356065947281123527972"}, "attainable_digits": {"log_evidence": 15.95}});
        world.write("suite/certified/gaussian/good.json", &certified.to_string());
        world
    }

    fn with(name: &str, more: &str) -> Self {
        let world = Self::new();
        world.add(name, more);
        world
    }

    fn add(&self, name: &str, more: &str) {
        self.write(&format!("adapters/{name}/adapter.toml"), &manifest(more));
        self.write(&format!("adapters/{name}/run.sh"), PROGRAM);
        self.write(&format!("adapters/{name}/says"), RIGHT);
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.0.path().join(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a directory");
        fs::write(path, text).expect("a file");
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path().join(name)).unwrap_or_default()
    }

    fn is_set_up(&self, name: &str) -> bool {
        self.path().join(format!("target/adapters/{name}/receipt.json")).exists()
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        command.arg("adapters").args(arguments).arg("--root").arg(self.path());
        if arguments[0] == "check" {
            command.arg("--suite").arg(self.path().join("suite"));
        }
        command
    }

    /// Exit code, standard output and standard error.
    fn run(&self, arguments: &[&str]) -> (i32, String, String) {
        said(&self.command(arguments).output().expect("xtask runs"))
    }
}

fn case(id: &str) -> Value {
    json!({"format": 1, "id": id, "title": "One standard normal", "level": "lower", "hunts": [],
        "operation": "evaluate", "data": {"observations": [[0.0], [1.0]]},
        "model": {"family": "gaussian", "covariance": "identity"},
        "parameters": {"weights": [1], "components": [{"mean": [0]}]}})
}

fn said(output: &Output) -> (i32, String, String) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code().expect("an exit code"), text(&output.stdout), text(&output.stderr))
}

#[test]
fn an_adapter_is_set_up_once_and_its_receipt_says_with_what() {
    let steps = r#"
[setup]
programs = ["sh", "cargo"]
commands = [["sh", "-c", "echo working; pwd; echo made > {target}/made; echo built >> {adapter}/lock"], ["test", "-f", "{target}/made"]]
"#;
    let world = World::with("tiny", steps);
    let (code, _, stderr) = world.run(&["setup", "tiny"]);
    assert_eq!(code, 0, "{stderr}");
    assert!(stderr.contains("tiny: set up: tiny 1.5"), "{stderr}");
    let receipt: Value = serde_json::from_str(&world.read("target/adapters/tiny/receipt.json")).expect("JSON");
    assert_eq!((&receipt["format"], &receipt["adapter"]), (&json!(1), &json!("tiny")));
    assert_eq!(receipt["description"]["version"], json!("1.5"));
    assert!(receipt["programs"]["cargo"].as_str().expect("a version").starts_with("cargo "), "{receipt}");
    let inputs: Vec<&String> = receipt["inputs"].as_object().expect("hashes").keys().collect();
    assert_eq!(inputs, ["adapter.toml", "lock", "run.sh", "says"]);
    let log = world.read("target/adapters/tiny/setup.log");
    let folder = world.path().join("adapters/tiny");
    assert!(log.contains("\nworking\n") && log.contains(folder.to_str().expect("UTF-8")), "{log}");
    let (code, _, stderr) = world.run(&["setup", "tiny"]);
    assert_eq!((code, stderr.as_str()), (0, "tiny: set up already\n"));
    assert_eq!(world.read("adapters/tiny/lock"), "built\n");
    world.write("adapters/tiny/says", WRONG);
    assert_eq!(world.run(&["setup", "tiny"]).0, 0);
    assert_eq!(world.read("adapters/tiny/lock"), "built\nbuilt\n");
    assert_eq!(world.run(&["setup", "--again", "tiny"]).0, 0);
    assert_eq!(world.read("adapters/tiny/lock"), "built\nbuilt\nbuilt\n");
}

#[test]
fn a_step_that_fails_shows_the_end_of_its_output_and_the_others_are_set_up_all_the_same() {
    let world = World::new();
    world.add("a", "[setup]\ncommands = [[\"sh\", \"-c\", \"seq 1 100; echo no such library >&2; exit 3\"]]\n");
    world.add("b", "[setup]\nprograms = [\"no-such-program-anywhere\"]\n");
    world.add("c", "");
    world.add("d", "");
    world.write("adapters/d/run.sh", "echo no module >&2; exit 1\n");
    let (code, _, stderr) = world.run(&["setup", "--all"]);
    assert_eq!(code, 1, "{stderr}");
    for words in [
        "exit status: 3",
        "| 100\n",
        "| no such library\n",
        "target/adapters/a/setup.log",
        "`b` is not set up: there is no program `no-such-program-anywhere` on the path",
        "c: set up: tiny 1.5",
        "no module",
    ] {
        assert!(stderr.contains(words), "{words}\n{stderr}");
    }
    assert!(!stderr.contains("| 50\n"), "{stderr}");
    assert!(world.read("target/adapters/a/setup.log").contains("\n50\n"));
    assert_eq!(["a", "b", "c", "d"].map(|name| world.is_set_up(name)), [false, false, true, false]);
}

#[test]
fn a_set_up_that_fails_leaves_no_receipt_of_an_earlier_one() {
    let world = World::with("tiny", "[setup]\ncommands = [[\"test\", \"-f\", \"says\"]]\n");
    assert_eq!(world.run(&["setup", "tiny"]).0, 0);
    fs::remove_file(world.path().join("adapters/tiny/says")).expect("removed");
    assert_eq!(world.run(&["setup", "tiny"]).0, 1);
    assert!(!world.is_set_up("tiny"));
}

#[test]
fn one_that_is_stopped_leaves_no_receipt_and_no_child() {
    let step = r#"[setup]
commands = [["sh", "-c", "sleep 60 & echo $! > {target}/pid.new; mv {target}/pid.new {target}/pid; wait"]]
"#;
    let world = World::with("tiny", step);
    let started = Instant::now();
    let mut command = world.command(&["setup", "tiny"]);
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("xtask runs");
    while world.read("target/adapters/tiny/pid").is_empty() {
        assert!(started.elapsed() < Duration::from_secs(30), "waited in vain for the step");
        std::thread::sleep(Duration::from_millis(10));
    }
    let signalled = Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("kill runs");
    assert!(signalled.success());
    let (code, _, stderr) = said(&child.wait_with_output().expect("ends"));
    assert_eq!(code, 130, "{stderr}");
    assert!(stderr.contains("stopped; the adapter `tiny` is not set up"), "{stderr}");
    assert!(started.elapsed() < Duration::from_secs(40) && !world.is_set_up("tiny"));
    let sleeper = world.read("target/adapters/tiny/pid");
    // Where nobody waits for orphans, a dead one stays as a zombie.
    let state = Command::new("ps").args(["-o", "stat=", "-p", sleeper.trim()]).output().expect("ps runs").stdout;
    assert!(matches!(state.first(), None | Some(b'Z')), "what a step started outlived it");
}

#[test]
fn two_set_ups_of_one_adapter_do_not_meet() {
    let step = r#"[setup]
commands = [["sh", "-c", "echo begun >> {target}/steps; sleep 2; echo done >> {target}/steps"]]
"#;
    let world = World::with("tiny", step);
    let start = || world.command(&["setup", "tiny"]).stderr(Stdio::piped()).spawn().expect("xtask runs");
    let both = [start(), start()].map(|child| said(&child.wait_with_output().expect("ends")));
    assert!(both.iter().all(|(code, ..)| *code == 0), "{both:?}");
    assert_eq!(world.read("target/adapters/tiny/steps"), "begun\ndone\n", "{both:?}");
    let after = "tiny: waiting for another set-up of it\ntiny: set up already\n";
    assert_eq!(both.iter().filter(|(_, _, stderr)| stderr == after).count(), 1, "{both:?}");
}

#[test]
fn the_list_says_how_far_each_is() {
    let world = World::new();
    world.add("fresh", "");
    world.add("new", "");
    world.add("odd", "[not_run]\nreason = \"nobody packages it\"\n");
    let reason = "a reason that is longer than what a table has room for in one of its cells";
    world.add("wordy", &format!("[not_run]\nreason = \"{reason}\"\n"));
    world.write("adapters/new/known-failures.toml", "[[known]]\nid = \"*\"\nreason = \"r\"\n");
    assert_eq!(world.run(&["setup", "fresh"]).0, 0);
    let (code, stdout, stderr) = world.run(&["list"]);
    assert_eq!(code, 0, "{stderr}");
    let row = |name: &str| stdout.lines().find(|line| line.contains(name)).expect("a row").to_owned();
    assert!(row("fresh").contains("1.5") && row("fresh").contains("set up"), "{stdout}");
    assert!(row("new").contains("not set up") && row("new").trim_end_matches([' ', '│']).ends_with('1'), "{stdout}");
    assert!(row("odd").contains("not run here: nobody packages it"), "{stdout}");
    assert!(!row("│ wordy").contains(reason), "{stdout}");
    assert!(stdout.ends_with(&format!("wordy: not run here: {reason}\n")), "{stdout}");
    world.write("adapters/fresh/says", WRONG);
    let (_, stdout, _) = world.run(&["list"]);
    assert!(stdout.contains("stale: says changed"), "{stdout}");
}

#[test]
fn a_check_is_red_for_a_failure_that_is_not_known_and_for_a_known_one_that_passes() {
    let world = World::with("tiny", "");
    assert_eq!(world.run(&["setup", "tiny"]).0, 0);
    let known = |glob: &str| format!("[[known]]\nid = \"{glob}\"\nreason = \"it never refuses\"\n");
    // It answers where it must refuse.
    let (code, stdout, _) = world.run(&["check", "tiny"]);
    assert_eq!(code, 1, "{stdout}");
    assert!(stdout.starts_with("tiny: tiny 1.5 (binary64): 2 cases: 1 passed, 1 failed"), "{stdout}");
    assert!(
        stdout.contains("    gaussian/bad  gaussian/identity: answered where the input must be rejected"),
        "{stdout}"
    );
    assert!(stdout.ends_with("1 judged, 0 as expected\n"), "{stdout}");
    world.write("adapters/tiny/known-failures.toml", &known("*/bad"));
    let (code, stdout, _) = world.run(&["check", "tiny"]);
    assert_eq!(code, 0, "{stdout}");
    assert!(stdout.contains("1 known to fail") && stdout.ends_with("1 judged, 1 as expected\n"), "{stdout}");
    world.write("adapters/tiny/known-failures.toml", &known("*"));
    let (code, stdout, _) = world.run(&["check", "tiny"]);
    assert_eq!(code, 1, "{stdout}");
    assert!(stdout.contains("    gaussian/good  passed; the entry `*` (it never refuses) must go"), "{stdout}");
    assert_eq!(world.run(&["check", "tiny", "--filter", "*bad"]).0, 0);
    world.write("adapters/tiny/known-failures.toml", &known("*/baad"));
    let (code, stdout, _) = world.run(&["check", "tiny"]);
    assert!(code == 1 && stdout.contains("`*/baad` matches no case of the suite"), "{stdout}");
}

#[test]
fn a_proposed_list_covers_what_failed() {
    let world = World::with("tiny", "");
    world.write("adapters/tiny/says", WRONG);
    assert_eq!(world.run(&["setup", "tiny"]).0, 0);
    // The golden suite, of which `--suite` would be another.
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.args(["adapters", "check", "tiny", "--propose", "--root"]).arg(world.path());
    assert_eq!(said(&command.output().expect("xtask runs")).0, 1);
    assert!(world.read("adapters/tiny/known-failures.toml").contains("unexplained: failed: "));
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.args(["adapters", "check", "tiny", "--root"]).arg(world.path());
    let (code, stdout, _) = said(&command.output().expect("xtask runs"));
    assert_eq!(code, 0, "{stdout}");
}

#[test]
fn whoever_is_passed_over_is_named_with_the_reason() {
    let world = World::new();
    world.add("cheap", "ci = true\n");
    world.add("costly", "");
    world.add("absent", "ci = true\n[not_run]\nreason = \"nobody packages it\"\n");
    let (code, stdout, _) = world.run(&["check", "--ci"]);
    assert_eq!(code, 1);
    assert!(
        stdout.contains("cheap: NOT JUDGED: the adapter `cheap` is not set up; run `cargo xtask adapters setup cheap`")
    );
    let (code, _, stderr) = world.run(&["setup", "--ci"]);
    assert_eq!(code, 0, "{stderr}");
    for words in ["costly: skipped: not cheap enough for CI", "absent: skipped: not run here: nobody packages it"] {
        assert!(stderr.contains(words), "{stderr}");
    }
    world.write("adapters/cheap/known-failures.toml", "[[known]]\nid = \"*/bad\"\nreason = \"r\"\n");
    let (code, stdout, _) = world.run(&["check", "--ci"]);
    assert_eq!(code, 0, "{stdout}");
    assert!(stdout.ends_with("1 judged, 1 as expected; skipped: absent, costly\n"), "{stdout}");
    let (code, stdout, _) = world.run(&["check", "--all"]);
    assert_eq!(code, 0, "{stdout}");
    assert!(stdout.contains("costly: skipped: not set up\n"), "{stdout}");
    let (code, stdout, _) = world.run(&["check", "--all", "--format", "json"]);
    let report: Value = serde_json::from_str(&stdout).expect("JSON");
    assert_eq!((code, report["adapters"].as_array().map(Vec::len)), (0, Some(3)));
    let of =
        |name: &str| report["adapters"].as_array().expect("a list").iter().find(|one| one["adapter"] == name).cloned();
    assert_eq!(of("cheap").expect("cheap")["report"]["totals"]["passed"], json!(1));
    assert_eq!(of("absent").expect("absent")["skipped"], json!("not run here: nobody packages it"));
    let (_, stdout, _) = world.run(&["check", "--all", "--format", "junit"]);
    assert!(
        stdout.contains("<testsuite name=\"cheap gaussian/identity evaluate\" tests=\"2\" disabled=\"0\" errors=\"0\" failures=\"0\" skipped=\"1\""),
        "{stdout}"
    );
    assert!(stdout.contains("<skipped message=\"not set up\"/>"), "{stdout}");
    let (_, stdout, _) = world.run(&["check", "--all", "--format", "markdown"]);
    assert!(stdout.contains("## absent: skipped") && stdout.contains("## tiny 1.5"), "{stdout}");
}

#[test]
fn a_mistake_of_the_caller_is_exit_2() {
    let world = World::with("tiny", "");
    world.add("absent", "[not_run]\nreason = \"nobody packages it\"\n");
    for (arguments, message) in [
        (&["setup"][..], "required"),
        (&["setup", "tinny"][..], "did you mean tiny"),
        (&["check", "tiny", "--all"][..], "cannot be used with"),
        (&["setup", "absent"][..], "the adapter `absent` is not run here: nobody packages it"),
        (&["check", "tiny", "--filter", "gaussian/goood"][..], "did you mean gaussian/good"),
    ] {
        let (code, _, stderr) = world.run(arguments);
        assert_eq!(code, 2, "{arguments:?}: {stderr}");
        assert!(stderr.contains(message), "{stderr}");
    }
    world.write("adapters/tiny/adapter.toml", &manifest("cii = true\n"));
    let (code, _, stderr) = world.run(&["list"]);
    assert!(code == 2 && stderr.contains("adapters/tiny/adapter.toml:5: `cii`: unknown field `cii`"), "{stderr}");
    for command in ["verify", "props"] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask")).args([command, "--adapter", "@nmupy"]).output();
        let (code, _, stderr) = said(command.as_mut().expect("xtask runs"));
        assert!(code == 2 && stderr.contains("did you mean numpy"), "{stderr}");
    }
}
