//! Generated files: one function writes them or checks that they are as they would be written.

use std::{
    fs,
    path::{Path, PathBuf},
};

use suite::replace::replace;

use crate::failure::{Failure, Result};

/// A file that a command generates.
pub struct Generated {
    /// Where it stands.
    pub path: PathBuf,
    /// What it holds.
    pub text: String,
}

/// Writes the files that differ, or with `check` fails where any does; `command` mends it.
///
/// Gives how many files were written.
pub fn generate_or_check(files: &[Generated], check: bool, command: &str) -> Result<usize> {
    let stale: Vec<&Generated> = files.iter().filter(|file| !is_current(file)).collect();
    if check {
        return match stale.first() {
            None => Ok(0),
            Some(first) => {
                let others = match stale.len() {
                    1 => String::new(),
                    count => format!(" (and {} more)", count - 1),
                };
                let message = format!("{}{others} is not as it would be generated", first.path.display());
                Err(Failure::usage(message).help(format!("run `{command}`")))
            }
        };
    }
    stale.iter().try_for_each(|file| write(&file.path, &file.text))?;
    Ok(stale.len())
}

fn is_current(file: &Generated) -> bool {
    fs::read(&file.path).is_ok_and(|found| found == file.text.as_bytes())
}

fn write(path: &Path, text: &str) -> Result<()> {
    replace(path, text.as_bytes())
        .map_err(|error| Failure::usage(format!("{} cannot be written: {error}", path.display())))
}
