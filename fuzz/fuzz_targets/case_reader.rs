//! Any text is a case or an error with a place: the reader never panics, and what it accepts it writes back unchanged.

#![no_main]

use std::path::Path;

use libfuzzer_sys::fuzz_target;
use suite::golden::case_from_text;

fuzz_target!(|text: &str| {
    let path = Path::new("fuzzed.json");
    if let Ok(case) = case_from_text(path, "fuzz/case", text) {
        let written = serde_json::to_string(&case).expect("a case can be written");
        let again = case_from_text(path, "fuzz/case", &written).expect("what was written can be read");
        // NaN is not equal to itself: compare what is written.
        assert_eq!(written, serde_json::to_string(&again).expect("a case can be written"));
    }
});
