//! A first list of known failures: the failures of a run that are not known, grouped by what was wrong, each group in as few globs as
//! cover it and no case that passed. Why they fail is for people to find out.

use std::collections::{BTreeMap, BTreeSet};

use globset::GlobMatcher;
use suite::{
    glob::compile,
    known_failures::{Known, KnownFailuresFile},
    replace::replace,
    report::{CaseReport, Report},
    verdict::Outcome,
};

use crate::{
    adapters::registry::Adapter,
    failure::{Failure, Result, note},
};

/// What stands in place of a number in the kind of a message.
const NUMBER: char = '#';

/// Writes the list: into the adapter's folder where there is none, beside its receipt otherwise.
pub fn write(adapter: &Adapter, report: &Report) -> Result<()> {
    let known = entries(report);
    if known.is_empty() {
        note(&format!("{}: nothing failed that is not known to\n", adapter.name));
        return Ok(());
    }
    let folder = if adapter.known_failures().is_some() { &adapter.target } else { &adapter.folder };
    let path = folder.join("known-failures.toml");
    let count = known.len();
    let text = toml::to_string(&KnownFailuresFile { known }).expect("strings are TOML");
    replace(&path, text.as_bytes())
        .map_err(|error| Failure::usage(format!("{} cannot be written: {error}", path.display())))?;
    note(&format!("{}: {count} entries written to {}\n", adapter.name, path.display()));
    Ok(())
}

/// The entries, the kind with the most failures first.
fn entries(report: &Report) -> Vec<Known> {
    let mut kinds: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for case in report.failures() {
        kinds.entry(kind(case)).or_default().push(&case.id);
    }
    let mut kinds: Vec<_> = kinds.into_iter().collect();
    kinds.sort_by_key(|(_, ids)| std::cmp::Reverse(ids.len()));
    let entry = |reason: &str, id: String| Known { id, reason: format!("unexplained: {reason}"), issue: None };
    let of_kind = |(kind, ids): &(String, Vec<&str>)| {
        let others = others(report, ids);
        globs(ids, &others).into_iter().map(|id| entry(kind, id)).collect::<Vec<_>>()
    };
    kinds.iter().flat_map(of_kind).collect()
}

/// The cases that a glob must not match: all of the run but these and those that are unsupported.
fn others<'a>(report: &'a Report, ids: &[&str]) -> Vec<&'a str> {
    let taken = report.cases.iter().filter(|case| case.outcome != Outcome::Unsupported);
    taken.map(|case| case.id.as_str()).filter(|id| !ids.contains(id)).collect()
}

/// What was wrong, without the numbers and without what stands in parentheses.
fn kind(case: &CaseReport) -> String {
    let line = case.message.lines().next().unwrap_or_default();
    let (mut kind, mut depth) = (String::new(), 0_usize);
    for character in line.chars() {
        match character {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ if depth > 0 => {}
            '0'..='9' if kind.ends_with(NUMBER) => {}
            '0'..='9' => kind.push(NUMBER),
            '.' if kind.ends_with(NUMBER) => {}
            other => kind.push(other),
        }
    }
    format!("{}: {}", case.outcome, kind.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Globs that match all of `ids` and none of `others`, each chosen to match the most that are left.
fn globs(ids: &[&str], others: &[&str]) -> Vec<String> {
    let candidates: BTreeSet<String> = ids.iter().flat_map(|id| candidates(id)).collect();
    let compiled = candidates.into_iter().filter_map(|glob| Some((compile(&glob).ok()?, glob)));
    let sound: Vec<(GlobMatcher, String)> =
        compiled.filter(|(matcher, _)| !others.iter().any(|id| matcher.is_match(id))).collect();
    let mut left: Vec<&str> = ids.to_vec();
    let mut chosen = Vec::new();
    while !left.is_empty() {
        let matched = |(matcher, _): &&(GlobMatcher, String)| left.iter().filter(|id| matcher.is_match(id)).count();
        let Some((matcher, glob)) = sound.iter().max_by_key(matched) else { break };
        left.retain(|id| !matcher.is_match(id));
        chosen.push(glob.clone());
    }
    chosen.sort();
    chosen
}

/// The id itself, and it with its end, its beginning or both left open at a boundary between words.
fn candidates(id: &str) -> Vec<String> {
    let cuts: Vec<usize> = id.match_indices(['/', '-']).map(|(at, _)| at).collect();
    let mut globs = vec![id.to_owned()];
    for &from in &cuts {
        globs.push(format!("{}*", &id[..=from]));
        globs.push(format!("*{}", &id[from..]));
        globs.extend(cuts.iter().filter(|&&to| to > from).map(|&to| format!("*{}*", &id[from..=to])));
        globs.extend(cuts.iter().filter(|&&to| to > from).map(|&to| format!("{}*{}", &id[..=from], &id[to..])));
    }
    globs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn globs_match_all_that_failed_and_nothing_that_passed() {
        let failed = ["gaussian/iris-full-k2", "gaussian/iris-full-k3", "gaussian/crabs-full-k2", "poisson/coal"];
        let passed = ["gaussian/iris-tied-k2", "gaussian/crabs-full-k2-map", "poisson/coal-map"];
        let found = globs(&failed, &passed);
        assert!(found.len() <= 3, "{found:?}");
        let matches = |id: &&str| found.iter().any(|glob| compile(glob).unwrap().is_match(id));
        assert!(failed.iter().all(matches), "{found:?}");
        assert!(!passed.iter().any(|id| matches(&id)), "{found:?}");
    }

    #[test]
    fn failures_that_differ_in_numbers_alone_are_of_one_kind() {
        let case = |message: &str| -> CaseReport {
            let value = serde_json::json!({"id": "a/b", "family": "a", "operation": "divergence", "hunts": [],
                "outcome": "failed", "message": message, "quantities_judged": 1});
            serde_json::from_value(value).unwrap()
        };
        let kinds = [
            "mean of component 1: 3.2 digits of 14.9 attainable (reported 1, certified 2)",
            "mean of component 12: 0.0 digits of 15 attainable (x); and more",
        ]
        .map(|message| kind(&case(message)));
        assert_eq!(kinds[0], "failed: mean of component #: # digits of # attainable");
        assert_eq!(kinds[1], "failed: mean of component #: # digits of # attainable ; and more");
    }
}
