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

/// The hash of some bytes, in hexadecimal.
#[must_use]
pub fn sha256(bytes: &[u8]) -> String {
    hexadecimal(Sha256::new_with_prefix(bytes))
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

    #[test]
    fn the_hash_of_a_result_covers_the_stationary_points_and_the_proof_where_there_are_any() {
        let text = r#"{"format": 1, "id": "a/b", "result": {"b": "1"}, "attainable_digits": {"b": 1.5}}"#;
        let with = |more: &str| result_sha256(&certified(&text.replacen('{', &format!("{{{more}, "), 1)));
        let points = r#""stationary_points": [1]"#;
        let proof = |proof: &str| format!(r#""certificate": {{"optimum": {proof}, "precision_bits": 5}}"#);
        let plain = result_sha256(&certified(text));
        // printf '[{"b":"1"},{"b":1.5},null,null,[1],{"radius":"0"}]' | sha256sum
        let both = with(&format!(r#"{points}, {}"#, proof(r#"{"radius": "0"}"#)));
        assert_eq!(both, "afe8197c8bd0c2f83b24445a52487a948214603997bc127806781f9d0ecafed9");
        assert_eq!(with(&proof("null")), plain);
        assert_eq!(with(r#""certificate": "by hand""#), plain);
        let others =
            [with(points), with(&proof(r#"{"radius": "0"}"#)), with(&proof(r#"{"radius": "1"}"#)), both, plain];
        assert_eq!(std::collections::BTreeSet::from(others).len(), 5);
    }

    #[test]
    fn the_hash_of_the_inputs_is_of_the_question_and_its_data_alone() {
        let directory = tempfile::tempdir().unwrap();
        std::fs::write(directory.path().join("set.csv"), "x\n1\n").unwrap();
        let data = DataLibrary::new(directory.path().to_owned());
        let case = |text: &str| -> Case { serde_json::from_str(text).unwrap() };
        let text = r#"{"format": 1, "id": "a/b", "title": "t", "level": "lower", "hunts": [], "operation": "evidence",
            "data": {"set": "set"}, "components": 2}"#;
        let hash = |text: &str| inputs_sha256(&case(text), &data).unwrap();
        // { printf '\1\0\0\0{"format":1,"id":"a/b","operation":"evidence","data":{"set":"set"},"components":2}\0'; printf 'x\n1\n'; } | sha256sum
        assert_eq!(hash(text), "a6d588cc836d46bb94885979616be04153a438d40f03f2a37717889be7e0dcf4");
        for (old, new) in [("\"t\"", "\"u\""), ("lower", "higher"), ("[]", "[\"sign\"]")] {
            assert_eq!(hash(&text.replace(old, new)), hash(text), "{new}");
        }
        for (old, new) in
            [("a/b", "a/c"), ("evidence", "fit"), ("2}", "3}"), ("\"format\"", "\"expect\": \"rejected\", \"format\"")]
        {
            assert_ne!(hash(&text.replace(old, new)), hash(text), "{new}");
        }
        let before = hash(text);
        std::fs::write(directory.path().join("set.csv"), "x\n2\n").unwrap();
        assert_ne!(hash(text), before);
        std::fs::remove_file(directory.path().join("set.csv")).unwrap();
        assert!(inputs_sha256(&case(text), &data).unwrap_err().to_string().contains("set.csv"));
        assert!(inputs_sha256(&case(&text.replace("\"set\": \"set\"", "\"observations\": []")), &data).is_ok());
    }
}
