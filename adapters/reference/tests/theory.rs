//! The reference's functions of the theory, held to the certified values beside the protocol: the slack is that of every judgement.

use std::{collections::BTreeSet, path::Path};

use reference_adapter::theory::answer;
use serde_json::{Value, json};
use suite::{
    expected::{Expected, Node},
    format::{Case, Precision},
    golden::{Suite, TheoryFile, read_certified},
    verdict::{SLACK, Verdict, judge},
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
    let failed =
        failed.map(|judged| format!("{}: {:.2} of {:.2} digits", judged.place, judged.digits, judged.attainable));
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

/// The numbers that are judged, as pointers into a result, each with its scale and its attainable digits.
fn numbers(node: &Node, pointer: &str) -> Vec<(String, f64, f64)> {
    match node {
        Node::Block(block) => vec![(pointer.to_owned(), block.scale, block.attainable)],
        Node::List(_, items) => {
            items.iter().enumerate().flat_map(|(i, node)| numbers(node, &format!("{pointer}/{i}"))).collect()
        }
        Node::Map(items) => items.iter().flat_map(|(key, node)| numbers(node, &format!("{pointer}/{key}"))).collect(),
    }
}

/// A number ten times as far off as what just passes.
fn wrong(value: &Value, scale: f64, attainable: f64) -> Value {
    match value.as_f64() {
        Some(value) if scale > 0.0 => json!(value + scale * 10_f64.powf(SLACK + 1.0 - attainable)),
        _ => json!(1),
    }
}

#[test]
fn a_wrong_number_fails_wherever_it_stands() {
    let suite = suite();
    let (mut wronged, mut beyond_judging) = (0, Vec::new());
    for file in &suite.theory().unwrap() {
        let (case, expected) = posed(&suite, file);
        let reported = answer(&file.kind, &case).unwrap();
        for (pointer, scale, attainable) in numbers(expected.quantities(Precision::Binary64).unwrap(), "") {
            if attainable <= SLACK + 1.0 {
                beyond_judging.push(format!("{} {pointer}", file.id));
                continue;
            }
            let mut altered = reported.clone();
            let number = altered.pointer_mut(&pointer).unwrap();
            *number = wrong(number, scale, attainable);
            assert!(!passes(&judged(&expected, &altered)), "{} {pointer}", file.path.display());
            wronged += 1;
        }
    }
    assert!(wronged > 900, "{wronged} numbers");
    println!("{wronged} numbers; too uncertain to be wrong: {beyond_judging:?}");
}

#[test]
fn a_kind_that_is_not_known_is_refused() {
    let suite = suite();
    let case = suite.data.resolve(&suite.cases[0]).unwrap();
    assert!(answer("entropy", &case).unwrap_err().contains("`entropy`"));
}
