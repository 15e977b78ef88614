//! What a run found: each broken claim once, shrunk, and kept as a regression.

use std::{collections::BTreeMap, fs, path::PathBuf};

use hostile::Target;

use super::{create, fuzz, tool::Tool, unwritable};
use crate::failure::Result;

/// An input that breaks a claim.
pub struct Finding {
    /// Where it is kept.
    pub path: PathBuf,
    /// What was said.
    pub message: String,
}

/// The most that are kept of a run: after that the same few defects are found over and over.
const MOST: usize = 8;

/// Keeps the shortest inputs that broke a claim.
pub fn collect(tool: &Tool, target: &Target, said: &str) -> Result<Vec<Finding>> {
    let mut crashes: Vec<(u64, PathBuf)> =
        tool.crashes(target.name).into_iter().map(|path| (length(&path), path)).collect();
    crashes.sort();
    let messages = messages(said);
    let mut found = Vec::new();
    for (_, crash) in crashes.into_iter().take(MOST) {
        let name = crash.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let shrunk = tool.shrunk(target.name, &crash);
        let directory = fuzz().join("regressions").join(target.name);
        create(&directory)?;
        let path = directory.join(&name);
        fs::copy(&shrunk, &path).map_err(|error| unwritable(&path, &error))?;
        found.push(Finding { path, message: messages.get(&name).cloned().unwrap_or_else(|| kind(&name).to_owned()) });
    }
    Ok(found)
}

fn length(path: &PathBuf) -> u64 {
    fs::metadata(path).map_or(u64::MAX, |metadata| metadata.len())
}

fn kind(name: &str) -> &'static str {
    match name.split('-').next() {
        Some("timeout") => "it does not end",
        Some("oom") => "it takes too much memory",
        _ => "it breaks the claim",
    }
}

/// The line below each panic, by the name of the input that was then written.
fn messages(said: &str) -> BTreeMap<String, String> {
    let mut messages = BTreeMap::new();
    let mut last = None;
    let mut lines = said.lines();
    while let Some(line) = lines.next() {
        if line.contains("panicked at") {
            last = lines.next().map(|message| suite::process::cut(message, 200));
        } else if let Some((_, path)) = line.split_once("Test unit written to ") {
            let name = path.rsplit('/').next().unwrap_or(path).trim();
            messages.extend(last.take().map(|message| (name.to_owned(), message)));
        }
    }
    messages
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_belongs_to_the_input_that_is_written_after_it() {
        let said = "#1 INITED\nthread 'x' panicked at a.rs:1:2:\n  a NaN\nmore\nTest unit written to /a/b/crash-1\n\
                    Test unit written to /a/b/timeout-2\n";
        assert_eq!(messages(said), BTreeMap::from([("crash-1".to_owned(), "  a NaN".to_owned())]));
        assert_eq!((kind("timeout-2"), kind("oom-3")), ("it does not end", "it takes too much memory"));
    }
}
