//! The case reader.

use std::path::Path;

use suite::golden::case_from_text;

use super::Target;
use crate::seeds;

/// The target.
pub const TARGET: Target = Target {
    name: "case_reader",
    claim: "any bytes are a case or an error with a place; what is accepted is written back unchanged",
    run,
    seeds: || seeds::of_files(&|suite, case| suite.case_path(case.name())),
};

fn run(bytes: &[u8]) {
    let (path, id) = (Path::new("hostile.json"), "hostile/case");
    let text = String::from_utf8_lossy(bytes);
    // Seeds have the id of their place: it is what the first line that names one says.
    let named = text.split("\"id\"").nth(1).and_then(|rest| rest.split('"').nth(1)).unwrap_or(id);
    match case_from_text(path, named, &text) {
        Ok(case) => {
            let written = serde_json::to_string(&case).expect("a case can be written");
            let again = case_from_text(path, named, &written).expect("what was written can be read");
            // NaN is not equal to itself: compare what is written.
            assert_eq!(written, serde_json::to_string(&again).expect("a case can be written"));
        }
        Err(error) => assert!(error.to_string().starts_with("hostile.json"), "{error}"),
    }
}
