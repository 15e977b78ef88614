//! Writes a certified file where it is missing or stale.

use std::path::Path;

use suite::{format::Certified, golden::Suite, hash::inputs_sha256, replace::replace};

use super::{
    Outcome,
    job::{Job, refusal},
};

/// Writes one file, unless it is up to date.
pub fn write(suite: &Suite, job: &Job<'_>, force: bool) -> Result<Outcome, String> {
    if let Some(outcome) = refusal(suite, job.case) {
        return outcome;
    }
    // A file that cannot be read is as good as none: it is written anew.
    if !force && matches!(job.existing(suite), Ok(Some((_, true)))) {
        return Ok(Outcome::Fresh);
    }
    let hash = inputs_sha256(job.case, &suite.data).map_err(|error| error.to_string())?;
    let certification = job.certification(suite, 0)?;
    let path = job.path(suite);
    save(&path, &certification.certified(&hash)).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(Outcome::Written(certification.bits()))
}

/// Replaces the file in one step, so that nobody ever reads half of it.
fn save(path: &Path, certified: &Certified) -> std::io::Result<()> {
    replace(path, format!("{}\n", serde_json::to_string_pretty(certified)?).as_bytes())
}
