//! What several commands' arguments have in common.

use std::{
    path::{Path, PathBuf},
    thread,
    time::Duration,
};

use suite::{format::Case, golden::Suite};

use crate::failure::{Failure, Result};

/// The root of the workspace.
pub fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask stands in the workspace").to_owned()
}

/// The suite that is judged by unless another is named.
pub fn golden() -> PathBuf {
    workspace().join("golden")
}

/// Opens the suite in a directory, or the golden one.
pub fn open_suite(directory: Option<&Path>) -> Result<Suite> {
    let path = directory.map_or_else(golden, Path::to_owned);
    if !path.is_dir() {
        return Err(Failure::usage(format!("there is no suite at {}: no such directory", path.display())));
    }
    Suite::open(&path)
        .map(|suite| suite.with_laws(::props::rule::find))
        .map_err(|error| Failure::broken_suite(&error, directory))
}

/// A number of digits, not negative.
pub fn digits(text: &str) -> std::result::Result<f64, String> {
    match text.parse::<f64>() {
        Ok(digits) if digits.is_finite() && digits >= 0.0 => Ok(digits),
        _ => Err("expected a number of digits, 0 or more".to_owned()),
    }
}

/// Seconds, more than none and at most 1e9.
pub fn seconds(text: &str) -> std::result::Result<Duration, String> {
    const MOST: f64 = 1e9;
    let seconds = text.parse().ok().filter(|seconds| *seconds > 0.0);
    if seconds.is_some_and(|seconds| seconds > MOST) {
        return Err("expected at most 1e9 seconds".to_owned());
    }
    seconds
        .and_then(|seconds| Duration::try_from_secs_f64(seconds).ok())
        .ok_or_else(|| "expected a number of seconds greater than 0".to_owned())
}

/// The names nearest to one that does not exist, nearest first.
fn nearest<'a>(names: impl Iterator<Item = &'a str>, wanted: &str) -> Vec<&'a str> {
    const MOST: usize = 3;
    let mut names: Vec<(f64, &str)> = names
        .map(|name| (strsim::jaro_winkler(name, wanted).max(strsim::normalized_levenshtein(name, wanted)), name))
        .filter(|(similarity, _)| *similarity > 0.75)
        .collect();
    names.sort_by(|a, b| b.0.total_cmp(&a.0));
    names.into_iter().take(MOST).map(|(_, name)| name).collect()
}

/// "did you mean ...?" of the ids of a suite, `None` where nothing is near.
pub fn did_you_mean(suite: &Suite, wanted: &str) -> Option<String> {
    did_you_mean_one_of(suite.cases.iter().map(Case::name), wanted)
}

/// "did you mean ...?", `None` where nothing is near.
pub fn did_you_mean_one_of<'a>(names: impl Iterator<Item = &'a str>, wanted: &str) -> Option<String> {
    let near = nearest(names, wanted);
    (!near.is_empty()).then(|| format!("did you mean {}?", near.join(" or ")))
}

/// How many implementations work at a time unless it is said.
pub fn cores() -> usize {
    thread::available_parallelism().map_or(1, usize::from)
}
