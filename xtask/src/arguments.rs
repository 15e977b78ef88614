//! What several commands' arguments have in common.

use std::{
    path::{Path, PathBuf},
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
    Suite::open(&path).map_err(|error| Failure::broken_suite(&error, directory))
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

/// The ids nearest to one that does not exist, nearest first.
pub fn nearest_ids<'a>(suite: &'a Suite, wanted: &str) -> Vec<&'a str> {
    const MOST: usize = 3;
    let mut ids: Vec<(f64, &str)> = suite
        .cases
        .iter()
        .map(Case::name)
        .map(|id| (strsim::jaro_winkler(id, wanted).max(strsim::normalized_levenshtein(id, wanted)), id))
        .filter(|(similarity, _)| *similarity > 0.75)
        .collect();
    ids.sort_by(|a, b| b.0.total_cmp(&a.0));
    ids.into_iter().take(MOST).map(|(_, id)| id).collect()
}

/// "did you mean ...?", `None` where nothing is near.
pub fn did_you_mean(suite: &Suite, wanted: &str) -> Option<String> {
    let near = nearest_ids(suite, wanted);
    (!near.is_empty()).then(|| format!("did you mean {}?", near.join(" or ")))
}
