//! What the referee says of each defect beside its verdict. Every line of `hints.txt` was read with the defect's source beside it, and is true of it:
//! a hint that is new must be read so too before it is added.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use rayon::prelude::*;
use suite::{
    format::Operation,
    golden::Suite,
    runner::{self, Prepared},
    verdict::SLACK,
};
use zoo::{defect::Defect, defects};

/// Cases with more rows show nothing else, and take long.
const ROWS: usize = 100;

fn directory() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn cases() -> Vec<Prepared> {
    let suite = Suite::open(&directory().join("../../golden")).expect("a suite");
    let cases = runner::prepare(&suite, None, 2).expect("a whole suite");
    let rows = |case: &Prepared| case.resolved.data.as_ref()?.observations.as_ref().map(Vec::len);
    let is_short =
        |case: &Prepared| case.case.operation != Operation::Fit && rows(case).is_none_or(|rows| rows <= ROWS);
    cases.into_iter().filter(is_short).collect()
}

/// "defect: what is said of its answers", each with the first case of which it is said.
fn said(defect: &Defect, cases: &[Prepared]) -> BTreeMap<String, String> {
    let mut specimen = defect.specimen();
    let mut found = BTreeMap::new();
    for case in cases {
        let finding = runner::put_and_explain(case, &mut specimen, SLACK).expect("a whole suite");
        for hint in finding.hints {
            let line = format!("{}: {}", defect.name, hint.what);
            found.entry(line).or_insert_with(|| case.case.name().to_owned());
        }
    }
    found
}

#[test]
fn what_is_said_of_each_defect_is_true_of_it() {
    let cases = cases();
    let hints: BTreeMap<String, String> =
        defects::ALL.par_iter().flat_map_iter(|defect| said(defect, &cases)).collect();
    let read = fs::read_to_string(directory().join("tests/hints.txt")).expect("a list");
    let read: BTreeSet<&str> = read.lines().collect();
    let unread: Vec<_> = hints.iter().filter(|(line, _)| !read.contains(line.as_str())).collect();
    let unsaid: Vec<&&str> = read.iter().filter(|line| !hints.contains_key(**line)).collect();
    assert!(unread.is_empty() && unsaid.is_empty(), "said and not read: {unread:#?}\nread and not said: {unsaid:#?}");
}
