//! What a certified file depends on, as one hash: the case without what only describes it, the bytes of its data set, and the
//! version of this certifier.

use serde_json::to_vec;
use sha2::{Digest, Sha256};
use suite::{data::DataLibrary, error::Result, format::Case};

/// Raised whenever the certifier would write something else for the same inputs.
pub const VERSION: u32 = 1;

/// The hash of a case's inputs, in hexadecimal.
///
/// # Errors
/// When the data set cannot be read.
pub fn inputs_sha256(case: &Case, data: &DataLibrary) -> Result<String> {
    let canonical = Case { title: None, level: None, hunts: None, ..case.clone() };
    let mut hash = Sha256::new();
    hash.update(VERSION.to_le_bytes());
    hash.update(to_vec(&canonical).expect("a case can be written as JSON"));
    if let Some(set) = case.data.as_ref().and_then(|data| data.set.as_ref()) {
        hash.update([0]);
        hash.update(data.csv_bytes(set)?);
    }
    Ok(hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
}
