//! The textbook EM passes, and none of its defects does: what the suite is worth, measured on every run of the tests.

use std::{
    env,
    path::PathBuf,
    process::{Command, Output},
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

const TEXTBOOK: &str = "python3 adapters/numpy/em.py";
const DEFECTS: &str = "python3 adapters/numpy/defects.py";

const ALL: &str = "*";
/// Cases that take no time and find most defects, by the first word of a defect's name; those of the last line for any other word.
const QUICK: [(&str, &str); 8] = [
    ("bound", "*bound*"),
    ("divergence", "divergence/*"),
    ("evidence", "*evidence*"),
    ("marginal", "*evidence*"),
    ("expected", "*variational*"),
    ("posterior", "*variational*"),
    ("variational", "*variational*"),
    ("", "{*evaluate*,*maximize*,rejected/*}"),
];

fn workspace() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask stands in the workspace").to_owned()
}

/// Whether Python and NumPy are there: not asked of a machine, unless it is one of CI.
fn has_numpy() -> bool {
    let found = Command::new("python3").args(["-c", "import numpy"]).output();
    if found.is_ok_and(|output| output.status.success()) {
        return true;
    }
    assert!(env::var_os("CI").is_none(), "CI has to have python3 with NumPy");
    eprintln!(
        "skipped: there is no python3 with NumPy here; `python3 -m pip install -r adapters/numpy/requirements.txt`"
    );
    false
}

/// A verdict on the cases that match, in one thread, so that several can be asked for at a time.
fn verify(adapter: &str, cases: &str) -> Output {
    Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(["verify", "--jobs", "1", "--adapter", adapter, "--filter", cases])
        .env("OPENBLAS_NUM_THREADS", "1")
        .current_dir(workspace())
        .output()
        .expect("xtask runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The cases to try a defect on first.
fn quick(defect: &str) -> &'static str {
    let found = QUICK.iter().find(|(word, _)| defect.starts_with(word));
    found.expect("every name starts with nothing").1
}

/// The names that `defects.py` lists.
fn listed(option: &str) -> Vec<String> {
    let mut words = DEFECTS.split(' ');
    let output = Command::new(words.next().expect("a program"))
        .args(words)
        .arg(option)
        .current_dir(workspace())
        .output()
        .expect("python3 runs");
    assert!(output.status.success(), "{}", text(&output.stderr));
    text(&output.stdout).lines().map(str::to_owned).collect()
}

#[test]
fn the_textbook_passes() {
    if has_numpy() {
        let output = verify(TEXTBOOK, ALL);
        let stdout = text(&output.stdout);
        assert_eq!(output.status.code(), Some(0), "{stdout}{}", text(&output.stderr));
        assert!(
            stdout.contains(" 0 failed, 0 unsupported, 0 crashed, 0 timed out; 0 quantities not reported"),
            "{stdout}"
        );
    }
}

#[test]
fn what_a_case_does_not_ask_for_is_no_defect() {
    for change in has_numpy().then(|| listed("--list-harmless")).into_iter().flatten() {
        let output = verify(&format!("{DEFECTS} {change}"), ALL);
        assert_eq!(output.status.code(), Some(0), "{change}: {}", text(&output.stdout));
    }
}

#[test]
fn every_defect_is_found() {
    if !has_numpy() {
        return;
    }
    let defects = listed("--list");
    assert!(defects.len() > 140, "{} defects are listed", defects.len());
    let (next, wrong) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    let share = || {
        while let Some(defect) = defects.get(next.fetch_add(1, Ordering::Relaxed)) {
            let adapter = format!("{DEFECTS} {defect}");
            let quick = verify(&adapter, quick(defect));
            let output = if quick.status.success() { verify(&adapter, ALL) } else { quick };
            let complaint = match output.status.code() {
                Some(1) => continue,
                Some(0) => format!("{defect} survived"),
                code => format!("{defect} got no verdict: exit {code:?}, {}", text(&output.stderr)),
            };
            wrong.lock().expect("no thread panics").push(complaint);
        }
    };
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(2, usize::from).max(2) {
            scope.spawn(share);
        }
    });
    let wrong = wrong.into_inner().expect("no thread panics");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
