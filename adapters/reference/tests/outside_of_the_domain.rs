//! Parameters and priors outside of their domain, or of another model: the contract says nothing of them, so no implementation is judged by
//! them; the reference refuses each and names it.

use reference_adapter::Reference;
use serde_json::Value;
use suite::{
    format::Case,
    implementation::{Implementation, Response},
};

#[test]
fn each_is_refused_by_name() {
    for line in include_str!("outside_of_the_domain.jsonl").lines() {
        let example: Value = serde_json::from_str(line).unwrap();
        let case: Case = serde_json::from_value(example["case"].clone()).unwrap();
        let message = example["message"].as_str().unwrap();
        match Reference::new().run(&case) {
            Response::Rejected(reason) => assert!(reason.contains(message), "{}: {reason}", example["name"]),
            other => panic!("{}: {other:?}", example["name"]),
        }
    }
}
