//! The hashes in a certificate: of what a certified file depends on, and of what it says.

use serde_json::{json, to_vec};
use sha2::{Digest, Sha256};

use crate::{
    data::DataLibrary,
    error::Result,
    format::{Case, Certified},
};

/// The version of the certifier: raised whenever it would write something else for the same inputs.
pub const CERTIFIER_VERSION: u32 = 1;

/// The hash of a case's inputs, in hexadecimal: the certifier's version, the case without what only describes it, and the
/// bytes of its data set.
///
/// # Errors
/// When the data set cannot be read.
pub fn inputs_sha256(case: &Case, data: &DataLibrary) -> Result<String> {
    let canonical = Case { title: None, level: None, hunts: None, ..case.clone() };
    let mut hash = Sha256::new();
    hash.update(CERTIFIER_VERSION.to_le_bytes());
    hash.update(to_vec(&canonical).expect("a case can be written as JSON"));
    if let Some(set) = case.data.as_ref().and_then(|data| data.set.as_ref()) {
        hash.update([0]);
        hash.update(data.csv_bytes(set)?);
    }
    Ok(hexadecimal(hash))
}

/// The hash of what a file certifies, in hexadecimal: of the JSON list of `result`, `attainable_digits`,
/// `attainable_digits_binary32` and `scales` without white space and with sorted keys, `null` where one is absent, and of
/// `stationary_points` and of the certificate's `optimum` as further entries where there are any.
#[must_use]
pub fn result_sha256(certified: &Certified) -> String {
    let Certified { result, attainable_digits, attainable_digits_binary32, scales, stationary_points, .. } = certified;
    let mut canonical = json!([result, attainable_digits, attainable_digits_binary32, scales]);
    let proof = certified.certificate.get("optimum").filter(|proof| !proof.is_null());
    if let Some(hashed) = canonical.as_array_mut() {
        hashed.extend(stationary_points.iter().chain(proof).cloned());
    }
    canonical.sort_all_objects();
    hexadecimal(Sha256::new_with_prefix(to_vec(&canonical).expect("a value can be written as JSON")))
}

fn hexadecimal(hash: Sha256) -> String {
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn certified(text: &str) -> Certified {
        serde_json::from_str(text).unwrap()
    }

    #[test]
    fn the_hash_of_a_result_is_of_its_content_and_not_of_its_layout() {
        let text =
            r#"{"format": 1, "id": "a/b", "result": {"b": "1", "a": ["2"]}, "attainable_digits": {"b": 1.5, "a": 2}}"#;
        let hash = result_sha256(&certified(text));
        // printf '[{"a":["2"],"b":"1"},{"a":2,"b":1.5},null,null]' | sha256sum
        assert_eq!(hash, "46c55bf90cdde978ff746d2a4a4fe3ab4e2a567ce041684ed424183d97fc37b0");
        let moved = text.replace(r#""b": "1", "a": ["2"]"#, "\"a\": [ \"2\" ],\n\"b\": \"1\"").replace("a/b", "c/d");
        assert_eq!(result_sha256(&certified(&moved)), hash);
        for (old, new) in [("\"2\"", "\"3\""), ("1.5", "1.6"), ("\"format\"", "\"scales\": {\"b\": \"1\"}, \"format\"")]
        {
            assert_ne!(result_sha256(&certified(&text.replace(old, new))), hash, "{new}");
        }
    }
}
