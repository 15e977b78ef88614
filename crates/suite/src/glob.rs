//! Globs over case ids. `*` goes across `/`, so that `*tied*` finds every family.

use globset::{Glob, GlobMatcher};

/// Reads a glob.
///
/// # Errors
/// A sentence that says what is wrong with it.
pub fn compile(pattern: &str) -> Result<GlobMatcher, String> {
    let glob = Glob::new(pattern).map_err(|error| format!("`{pattern}` is no glob: {}", error.kind()))?;
    Ok(glob.compile_matcher())
}
