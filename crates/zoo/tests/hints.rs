//! What the referee says of each defect of the zoo: no hint may be false. Every hint that any defect draws on any golden case
//! stands in golden/snapshots/hints.txt, where it was read by a person; a new one fails this test until it was read as well.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use rayon::prelude::*;
use suite::{
    format::Operation,
    golden::Suite,
    runner::{self, Prepared},
    verdict::SLACK,
};
use zoo::{defects, implementation::Specimen};

fn golden() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../golden")
}

/// The hints that a defect draws, each with the number of cases and the first of them.
fn of_defect(cases: &[Prepared], specimen: &mut Specimen) -> BTreeMap<String, (usize, String)> {
    let mut drawn: BTreeMap<String, (usize, String)> = BTreeMap::new();
    for prepared in cases {
        let finding = runner::put_and_explain(prepared, specimen, SLACK).expect("a whole suite");
        for hint in finding.hints {
            let first = || (0, prepared.case.name().to_owned());
            drawn.entry(hint.what).or_insert_with(first).0 += 1;
        }
    }
    drawn
}

/// Cases that take no time: no fits, few rows, few iterations.
fn is_quick(prepared: &Prepared) -> bool {
    let case = &prepared.resolved;
    let rows = case.data.as_ref().and_then(|data| data.observations.as_ref()).map_or(0, Vec::len);
    prepared.expected.is_some() && case.operation != Operation::Fit && rows * (1 + case.iterations.unwrap_or(0)) <= 1500
}

#[test]
fn the_hints_are_those_that_were_read() {
    let suite = Suite::open(&golden()).expect("the golden suite");
    let mut prepared = runner::prepare(&suite, None, 2).expect("a whole suite");
    prepared.retain(is_quick);
    assert!(prepared.len() > 150, "{} cases", prepared.len());
    let told: Vec<String> = defects::ALL
        .par_iter()
        .map(|defect| {
            let drawn = of_defect(&prepared, &mut defect.specimen());
            let mut lines = String::new();
            for (what, (count, first)) in drawn {
                writeln!(lines, "    {count:>4} {what} [{first}]").expect("text is written to memory");
            }
            if lines.is_empty() { lines } else { format!("{}\n{lines}", defect.name) }
        })
        .collect();
    let told = told.concat();
    let path = golden().join("snapshots/hints.txt");
    if std::env::var_os("UPDATE_HINTS").is_some() {
        fs::write(&path, &told).expect("the snapshot is written");
    }
    let read = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(told, read, "read the new hints; where each is true, run again with UPDATE_HINTS=1");
}
