//! The command line of `scoreboard`, on a workspace of its own: who is judged, what is kept, and what becomes of those who cannot be.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    time::Duration,
};

use serde_json::{Value, json};
use suite::hash::sha256;
use tempfile::TempDir;

fn write(directory: &Path, name: &str, text: &str) {
    let path = directory.join(name);
    fs::create_dir_all(path.parent().expect("a parent")).expect("a directory");
    fs::write(path, text).expect("a file");
}

/// A workspace whose suite has one case: two observations under one standard normal.
fn workspace() -> TempDir {
    let directory = tempfile::tempdir().expect("a directory");
    let case = json!({"format": 1, "id": "gaussian/good", "title": "One standard normal", "level": "lower", "hunts": [],
        "operation": "evaluate", "data": {"observations": [[0.0], [1.0]]},
        "model": {"family": "gaussian", "covariance": "identity"},
        "parameters": {"weights": [1], "components": [{"mean": [0]}]}});
    write(directory.path(), "golden/cases/gaussian/good.json", &case.to_string());
    certify(directory.path(), "-2.33787706640934548356065947281123527972");
    fs::create_dir(directory.path().join("adapters")).expect("a directory");
    directory
}

fn certify(root: &Path, log_evidence: &str) {
    let certified = json!({"format": 1, "id": "gaussian/good", "result": {"log_evidence": log_evidence},
        "attainable_digits": {"log_evidence": 15.95}, "certificate": "by hand"});
    write(root, "golden/certified/gaussian/good.json", &certified.to_string());
}

/// An adapter that is set up, whose program is a script of the shell.
fn adapter(root: &Path, name: &str, script: &str) {
    let manifest = format!(
        "title = \"{name}\"\nlanguage = \"sh\"\nabout = \"a test\"\ncommand = [\"sh\", \"{{adapter}}/em.sh\"]\ntimeout = 60\n"
    );
    let folder = root.join("adapters").join(name);
    write(&folder, "adapter.toml", &manifest);
    write(&folder, "em.sh", script);
    let hash = |text: &str| sha256(text.as_bytes());
    let inputs = BTreeMap::from([("adapter.toml", hash(&manifest)), ("em.sh", hash(script))]);
    let receipt = json!({"format": 1, "adapter": name, "date": "2026-01-01", "programs": {}, "debian": {}, "python": [],
        "description": {"name": name}, "inputs": inputs});
    write(root, &format!("target/adapters/{name}/receipt.json"), &receipt.to_string());
}

/// Describes itself and then does as told with each request, whose id is `$i`.
fn script(with_a_case: &str) -> String {
    let id = r#"i=${line#*\"id\":}; i=${i%%,*}"#;
    let describe = r#"{\"id\": $i, \"ok\": {\"name\": \"shell\", \"version\": \"1\"}}"#;
    format!(
        "while read -r line; do {id}; case $line in *'\"op\":\"describe\"'*) echo \"{describe}\";; *) {with_a_case};; esac; done\n"
    )
}

/// Wrong in the case of the suite, and able to do nothing else.
fn wrong() -> String {
    let (answer, nothing) = (r#"\"ok\": {\"log_evidence\": -2.5}"#, r#"\"unsupported\": \"that\""#);
    let reply = |said: &str| format!(r#"echo "{{\"id\": $i, {said}}}""#);
    script(&format!("case $line in *'[[0.0],[1.0]]'*) {};; *) {};; esac", reply(answer), reply(nothing)))
}

fn command(root: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.args(["scoreboard", "--laws-cases", "1", "--root"]).arg(root);
    command.arg("--suite").arg(root.join("golden")).args(arguments);
    command
}

/// Exit code, standard output and standard error.
fn said(output: &Output) -> (i32, String, String) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code().expect("an exit code"), text(&output.stdout), text(&output.stderr))
}

fn scoreboard(root: &Path, arguments: &[&str]) -> (String, String) {
    let (code, stdout, stderr) = said(&command(root, arguments).output().expect("xtask runs"));
    assert_eq!(code, 0, "{stdout}{stderr}");
    (stdout, stderr)
}

fn read(root: &Path, name: &str) -> String {
    fs::read_to_string(root.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// Every file that is kept of results, with its text.
fn kept(root: &Path) -> BTreeMap<PathBuf, String> {
    let entries = fs::read_dir(root.join("target/scoreboard")).expect("a directory").flatten();
    let mut files: BTreeMap<PathBuf, String> =
        entries.map(|entry| (entry.path(), fs::read_to_string(entry.path()).expect("text"))).collect();
    files.insert(root.join("SCOREBOARD.md"), read(root, "SCOREBOARD.md"));
    files
}

fn entry(root: &Path, name: &str) -> Value {
    serde_json::from_str(&read(root, &format!("target/scoreboard/{name}.json"))).expect("JSON")
}

#[test]
fn whoever_cannot_be_judged_is_a_row_that_says_so() {
    let directory = workspace();
    let root = directory.path();
    adapter(root, "dead", "echo it fell over >&2; exit 3\n");
    adapter(root, "wrong", &wrong());
    adapter(root, "later", &wrong());
    fs::remove_file(root.join("target/adapters/later/receipt.json")).expect("it was there");
    let never = "title = \"Never\"\nlanguage = \"R\"\nabout = \"a test\"\n[not_run]\nreason = \"not packaged\"\n";
    write(root, "adapters/never/adapter.toml", never);
    adapter(root, "template-sh", &wrong());
    let (stdout, _) = scoreboard(root, &[]);
    assert!(!stdout.contains("template"), "{stdout}");
    assert!(stdout.contains("reference: 1 of 1 supported cases passed; laws: "), "{stdout}");
    assert!(
        stdout.contains("dead: could not be started: ") && stdout.contains("never: not run: not packaged"),
        "{stdout}"
    );
    let text = read(root, "SCOREBOARD.md");
    assert!(text.contains("| dead |  | sh | could not be started | "), "{text}");
    assert!(text.contains("| wrong | 1 | sh | 0/1 | 0 | "), "{text}");
    assert!(text.contains("- later: not set up: \\`cargo xtask adapters setup later\\`"), "{text}");
    let page = read(root, "target/scoreboard/index.html");
    assert!(page.contains("it fell over") || page.contains("exit status: 3"), "{page}");
    assert!(page.contains("log evidence") && page.contains("-2.5"), "{page}");
    for text in [text, page, read(root, "target/scoreboard/wrong.json")] {
        assert!(!text.contains(root.to_str().expect("UTF-8")), "no place of this machine is told");
    }
}

#[test]
fn only_what_is_stale_is_judged_again_and_the_board_is_the_same_each_time() {
    let directory = workspace();
    let root = directory.path();
    adapter(root, "wrong", &wrong());
    scoreboard(root, &[]);
    let first = kept(root);
    let (_, stderr) = scoreboard(root, &[]);
    assert_eq!(stderr, "reference: the result is kept\nwrong: the result is kept\n");
    assert_eq!(kept(root), first);
    let (_, stderr) = scoreboard(root, &["--again"]);
    assert!(!stderr.contains("kept"), "{stderr}");
    assert_eq!(kept(root), first);
    let (_, stderr) = scoreboard(root, &["--only", "wrong", "--again"]);
    assert!(stderr.contains("reference: the result is kept") && !stderr.contains("wrong: the result"), "{stderr}");

    certify(root, "-2.50000000000000000000000000000000");
    let (_, stderr) = scoreboard(root, &["--only", "wro*"]);
    assert!(stderr.contains("reference: the result is kept") && !stderr.contains("wrong: the result"), "{stderr}");
    let text = read(root, "SCOREBOARD.md");
    assert!(text.contains("| reference (stale) | ") && text.contains("| wrong | 1 | sh | 1/1 | "), "{text}");
    let (_, stderr) = scoreboard(root, &[]);
    assert!(stderr.contains("wrong: the result is kept") && !stderr.contains("reference: the result"), "{stderr}");
    assert!(read(root, "SCOREBOARD.md").contains("| reference | "));
}

#[test]
fn a_result_that_cannot_be_read_is_judged_anew_and_one_that_is_missing_is_said_to_be() {
    let directory = workspace();
    let root = directory.path();
    adapter(root, "wrong", &wrong());
    scoreboard(root, &["--only", "reference"]);
    assert!(
        read(root, "SCOREBOARD.md").contains("- wrong: not run: not judged yet: "),
        "{}",
        read(root, "SCOREBOARD.md")
    );
    write(root, "target/scoreboard/wrong.json", "{\"format\": 1, \"name\"");
    let copy = root.join("docs/page.html");
    let (stdout, _) = scoreboard(root, &["--html", copy.to_str().expect("UTF-8")]);
    assert!(stdout.contains("wrong: 0 of 1 supported cases passed"), "{stdout}");
    assert_eq!(entry(root, "wrong")["standing"]["judged"]["golden"]["totals"]["failed"], 1);
    assert_eq!(read(root, "docs/page.html"), read(root, "target/scoreboard/index.html"));
}

#[test]
fn a_name_that_nobody_has_is_wrong_usage() {
    let directory = workspace();
    let output = command(directory.path(), &["--only", "referense"]).output().expect("xtask runs");
    let (code, _, stderr) = said(&output);
    assert_eq!(code, 2, "{stderr}");
    assert!(stderr.contains("there is no implementation `referense`") && stderr.contains("did you mean reference?"));
    assert!(!directory.path().join("SCOREBOARD.md").exists());
}

#[cfg(unix)]
#[test]
fn whoever_interrupts_finds_the_old_files() {
    let directory = workspace();
    let root = directory.path();
    adapter(root, "wrong", &wrong());
    scoreboard(root, &[]);
    let before = kept(root);
    // It says when it was asked, and then nothing more.
    adapter(root, "wrong", &script("touch \"$0.asked\"; sleep 600"));
    let child = command(root, &[]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("xtask runs");
    let asked = root.join("adapters/wrong/em.sh.asked");
    while !asked.exists() {
        std::thread::sleep(Duration::from_millis(20));
    }
    let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("kill runs");
    assert!(sent.success());
    let (code, stdout, stderr) = said(&child.wait_with_output().expect("ends"));
    assert_eq!((code, stdout.as_str()), (130, ""), "{stderr}");
    assert_eq!(kept(root), before);
}
