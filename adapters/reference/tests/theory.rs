//! The reference's functions of the theory, held to the certified values beside the protocol: the slack is that of every judgement.

use std::{collections::BTreeSet, path::Path};

use reference_adapter::theory::answer;
use serde_json::{Value, json};
use suite::{
    expected::{Expected, Node},
    format::{Case, Precision},
    golden::{Suite, TheoryFile, read_certified},
    verdict::{SLACK, Verdict, judge::judge},
};

fn suite() -> Suite {
    Suite::open(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../golden")).unwrap()
}

/// The question and the certified values of a file.
fn posed(suite: &Suite, file: &TheoryFile) -> (Case, Expected) {
    let case = suite.cases.iter().find(|case| case.name() == file.id);
    let case = case.unwrap_or_else(|| panic!("{}: there is no such case", file.path.display()));
    let resolved = suite.data.resolve(case).unwrap();
    let certified = read_certified(&file.path, &file.id).unwrap();
    suite.check_fresh(case, &certified).unwrap();
    let expected = Expected::new(&file.path, certified, &resolved).unwrap();
    (resolved, expected)
}

fn judged(expected: &Expected, reported: &Value) -> Verdict {
    judge(expected, reported, Precision::Binary64, SLACK).unwrap()
}

fn passes(verdict: &Verdict) -> bool {
    verdict.misshapen.is_empty()
        && verdict.not_reported.is_empty()
        && !verdict.judged.is_empty()
        && verdict.judged.iter().all(|judged| judged.passed)
}

/// What is wrong, in words.
fn faults(verdict: &Verdict) -> String {
    let failed = verdict.judged.iter().filter(|judged| !judged.passed);
    let failed = failed.map(|judged| format!("{}: {:.2} of {:.2} digits", judged.place, judged.digits, judged.attainable));
    let absent = verdict.not_reported.iter().map(|place| format!("{place}: not reported"));
    let misshapen = verdict.misshapen.iter().map(|bad| format!("{}: {}", bad.place, bad.message));
    failed.chain(absent).chain(misshapen).collect::<Vec<_>>().join("; ")
}

#[test]
fn every_certified_value_of_the_theory_is_met() {
    let suite = suite();
    let files = suite.theory().unwrap();
    let mut kinds = BTreeSet::new();
    let mut failed = Vec::new();
    for file in &files {
        let (case, expected) = posed(&suite, file);
        let reported = answer(&file.kind, &case).unwrap_or_else(|refusal| panic!("{}: {refusal}", file.path.display()));
        let verdict = judged(&expected, &reported);
        if !passes(&verdict) {
            failed.push(format!("{}/{}: {}", file.kind, file.id, faults(&verdict)));
        }
        kinds.insert(file.kind.as_str());
    }
    assert!(failed.is_empty(), "{} of {} files:\n{}", failed.len(), files.len(), failed.join("\n"));
    let directories = std::fs::read_dir(suite.directory().join("theory")).unwrap().count();
    assert_eq!(kinds.len(), directories, "every directory has files that were judged");
    assert!(files.len() >= 70, "{} files", files.len());
}
