//! `laws/`: the cases of a suite that a law judges.

use std::path::{Path, PathBuf};

use super::{Suite, check_format, check_id};
use crate::{
    error::{Error, Result, parse_json, read_text},
    format::{Case, LawFile},
    law::Rule,
};

impl Suite {
    /// Where it stands which law a case is judged by.
    #[must_use]
    pub fn law_path(&self, id: &str) -> PathBuf {
        self.directory.join("laws").join(format!("{id}.json"))
    }

    /// The law that a case is judged by; `None` where it has no law file.
    ///
    /// # Errors
    /// When the file is not of the format, or names no law that is known.
    pub fn law(&self, case: &Case) -> Result<Option<Rule>> {
        let path = self.law_path(case.name());
        if !path.exists() {
            return Ok(None);
        }
        let name = read_law(&path, case.name())?.law;
        let message = || Error::broken(&path, 0, "law", format!("`{name}` is no law that is known here"));
        let judge = (self.find_law)(&name).ok_or_else(message)?;
        Ok(Some(Rule { name, judge }))
    }

    /// Law files that belong to no case.
    ///
    /// # Errors
    /// When the directory cannot be read.
    pub fn orphaned_laws(&self) -> Result<Vec<PathBuf>> {
        self.of_no_case("laws")
    }
}

/// Reads a law file; `id` is the one that its place spells.
fn read_law(path: &Path, id: &str) -> Result<LawFile> {
    let law: LawFile = parse_json(path, &read_text(path)?)?;
    check_format(path, Some(law.format))?;
    check_id(path, id, &law.id)?;
    Ok(law)
}
