//! The command line of `bench`: what is measured is shown and recorded, and what is wrong is neither.

use std::{
    fs,
    path::Path,
    process::{Command, Output},
};

use tempfile::TempDir;

fn bench(words: &[&str]) -> Output {
    let output = Command::new(env!("CARGO_BIN_EXE_xtask")).arg("bench").args(words).output();
    output.expect("xtask runs")
}

/// Exit code, standard output and standard error.
fn said(output: &Output) -> (i32, String, String) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code().expect("it ends by itself"), text(&output.stdout), text(&output.stderr))
}

/// A small workload and few rounds.
const SHORT: [&str; 6] = ["--workload", "G4", "--scale", "10", "--rounds", "3"];

/// The reference, as somebody else's adapter.
fn reference() -> String {
    format!("'{}' adapter", env!("CARGO_BIN_EXE_xtask"))
}

/// An adapter that answers every case with these words.
fn adapter(directory: &Path, answer: &str) -> String {
    let path = directory.join("adapter.sh");
    let script = format!(
        r#"while read -r line; do
    id=$(printf '%s' "$line" | sed -n 's/^{{"protocol":1,"id":\([0-9]*\).*/\1/p')
    case $line in
        *'"op":"describe"'*) printf '{{"id":%s,"ok":{{"name":"other","version":"7"}}}}\n' "$id" ;;
        *) printf '{{"id":%s,{answer}}}\n' "$id" ;;
    esac
done"#
    );
    fs::write(&path, script).expect("a script");
    format!("sh '{}'", path.display())
}

#[test]
fn what_is_measured_is_shown_and_recorded() {
    let directory = TempDir::new().expect("a directory");
    let records = directory.path().join("record");
    let place = records.to_str().expect("a path");
    assert!(Command::new("git").arg("init").arg("--quiet").arg(directory.path()).status().expect("git").success());
    let commit = ["-c", "user.name=a", "-c", "user.email=b", "commit", "--quiet", "--allow-empty", "-m", "one"];
    assert!(Command::new("git").arg("-C").arg(directory.path()).args(commit).status().expect("git").success());
    let other = reference();
    let words = [&SHORT[..], &["--adapter", &other, "--record", "--records", place, "--format", "csv"]].concat();
    let (code, shown, notes) = said(&bench(&words));
    assert_eq!(code, 0, "{shown}\n{notes}");
    let files: Vec<_> = fs::read_dir(&records).expect("records").flatten().map(|entry| entry.path()).collect();
    let day = files.iter().find(|path| path.extension().is_some_and(|extension| extension == "csv")).expect("a day");
    assert_eq!(fs::read_to_string(day).expect("a file"), shown);
    let rows = ::measure::record::read(day).expect("rows");
    let of = |metric: &str| rows.iter().filter(|row| row.metric == metric).collect::<Vec<_>>();
    assert_eq!((of("seconds").len(), of("ratio").len(), of("digits").len()), (2, 1, 2));
    let ratio = of("ratio")[0];
    assert!(ratio.low.is_some_and(|low| low <= ratio.value) && ratio.samples == 3 && ratio.benchmark == "G4/10");
    assert!(of("digits").iter().all(|row| row.value >= 12.9) && of("seconds").iter().all(|row| row.value > 0.0));
    assert!(rows.iter().all(|row| row.host == rows[0].host && row.revision.len() == 12 && !row.dirty));
    assert!(records.join("hosts").join(format!("{}.toml", rows[0].host)).is_file());
    // The next run adds to the day.
    assert_eq!(said(&bench(&words)).0, 0);
    let all = ::measure::record::Records::at(&records).read_all().expect("rows");
    assert_eq!((all.len(), &all[..rows.len()]), (2 * rows.len(), &rows[..]));
}

#[cfg(unix)]
#[test]
fn a_wrong_answer_is_named_and_not_timed() {
    let directory = TempDir::new().expect("a directory");
    let trace = vec!["-1"; 51].join(",");
    let wrong = adapter(directory.path(), &format!(r#""ok":{{"log_evidence":[{trace}],"seconds":[1e-9]}}"#));
    let (code, shown, _) = said(&bench(&[&SHORT[..], &["--adapter", &wrong]].concat()));
    assert_eq!(code, 1, "{shown}");
    assert!(shown.contains("G4/10  other 7: wrong answer: 0.0 digits where 13.7 are due"), "{shown}");
    assert!(shown.contains("reference") && !shown.contains("│ other"), "{shown}");
    let (code, shown, _) = said(&bench(&[&SHORT[..], &["--adapter", &wrong, "--format", "json"]].concat()));
    let value: serde_json::Value = serde_json::from_str(&shown).expect("JSON");
    assert_eq!((code, value["not_counted"][0]["implementation"].as_str()), (1, Some("other 7")));
    assert!(value["rows"].as_array().is_some_and(|rows| rows.iter().all(|row| row["implementation"] == "reference")));
}

#[cfg(unix)]
#[test]
fn what_is_unsupported_fails_nothing() {
    let directory = TempDir::new().expect("a directory");
    let other = adapter(directory.path(), r#""unsupported":"no mixtures""#);
    let (code, shown, _) = said(&bench(&[&SHORT[..], &["--adapter", &other]].concat()));
    assert_eq!(code, 0, "{shown}");
    assert!(shown.contains("G4/10  other 7: unsupported: no mixtures"), "{shown}");
}

#[test]
fn a_golden_case_is_timed_by_its_certified_values() {
    let words = ["--case", "gaussian/faithful-full-k2", "--rounds", "3", "--format", "json"];
    let (code, shown, notes) = said(&bench(&words));
    assert_eq!((code, notes.as_str()), (0, ""), "{shown}");
    let value: serde_json::Value = serde_json::from_str(&shown).expect("JSON");
    assert_eq!(value["rows"][0]["benchmark"], "gaussian/faithful-full-k2");
}

#[test]
fn two_of_the_same_cannot_be_told_apart_in_three_rounds() {
    let other = reference();
    let (code, shown, notes) =
        said(&bench(&[&["compare", "--adapter", &other, "--adapter", &other][..], &SHORT].concat()));
    assert_eq!(code, 0, "{notes}");
    assert!(shown.contains("(first)") && shown.contains("(second)") && shown.contains("this run resolves"), "{shown}");
}

#[test]
fn what_is_not_there_is_named() {
    for (words, message) in [
        (&["--workload", "X*"][..], "matches none of the workloads G1"),
        (&["--case", "gaussian/faithful-full-k3"], "neither a file nor a golden case"),
        (&["compare"], "there must be two to compare"),
        (&["compare", "no-such-revision", "--workload", "G4"], "neither a revision nor a file"),
        (&["--adapter", "no-such-program-anywhere", "--workload", "G4", "--scale", "10"], "could not be started"),
    ] {
        let (code, _, notes) = said(&bench(words));
        assert!(code >= 2 && notes.contains(message), "{words:?}: {code} {notes}");
    }
}
