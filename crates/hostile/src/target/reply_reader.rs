//! The reader of replies, and the verdict on what they say.

use serde_json::json;
use suite::{
    format::Precision,
    implementation::Response,
    process::read_reply,
    verdict::{Outcome, SLACK, Settings, conclude},
};

use super::Target;
use crate::judges::{self, Judge, may_pass};

/// The id of the request.
const ID: u64 = 7;

/// The target.
pub const TARGET: Target = Target {
    name: "reply_reader",
    claim: "any line is a reply or is said to be none; no answer passes that reports nothing, or a number of another kind or too far away",
    run: |line| {
        let response = read_reply(line, ID);
        judges::all().iter().for_each(|judge| check(judge, &response));
    },
    seeds: || {
        judges::all()
            .iter()
            .enumerate()
            .map(|(index, judge)| (format!("truth-{index}"), told(judge)))
            .chain(kinds())
            .collect()
    },
};

/// Judges a response, and asks for a second opinion where it passes.
///
/// # Panics
/// Where the opinions differ.
pub fn check(judge: &Judge, response: &Response) {
    let expected = judge.prepared.expected.as_ref();
    let settings = Settings { slack: SLACK, precision: Precision::Binary64 };
    let finding = conclude(expected, response, settings).expect("a golden case");
    let id = judge.prepared.case.name();
    match (finding.outcome, expected, response) {
        (Outcome::Passed, Some(expected), Response::Ok(answer)) => {
            assert!(may_pass(expected, answer), "{id} passes with {answer}");
        }
        (Outcome::Passed, None, Response::Rejected(_)) => {}
        (Outcome::Passed, ..) => panic!("{id} passes with {response:?}"),
        (Outcome::Crashed | Outcome::TimedOut, ..) => panic!("{id}: a reply is neither a crash nor late"),
        (Outcome::Failed, ..) => assert!(!finding.message.is_empty(), "{id} fails without a word"),
        (Outcome::Unsupported, ..) => assert!(matches!(response, Response::Unsupported(_)), "{id}: {response:?}"),
    }
    let steers = |character: char| character.is_control() && !matches!(character, '\n' | '\t');
    assert!(!finding.message.contains(steers), "a message that steers a terminal: {:?}", finding.message);
}

/// The reply that passes.
#[must_use]
pub fn told(judge: &Judge) -> Vec<u8> {
    let reply = match &judge.truth {
        Some(truth) => json!({ "id": ID, "ok": truth }),
        None => json!({ "id": ID, "rejected": "no" }),
    };
    reply.to_string().into_bytes()
}

fn kinds() -> impl Iterator<Item = (String, Vec<u8>)> {
    let replies = [
        ("unsupported", json!({ "id": ID, "unsupported": "no priors" })),
        ("error", json!({ "id": ID, "error": "LinAlgError" })),
        ("another-id", json!({ "id": null, "error": "KeyError" })),
        ("two-kinds", json!({ "id": ID, "ok": {}, "error": null, "rejected": "both" })),
        (
            "kinds-of-numbers",
            json!({ "id": ID, "ok": { "kl": ["inf", "nan", 1e308, -0.0, 1], "elbo": { "0": [[1, 2], [3]] } } }),
        ),
    ];
    let bare = ("bare-nan".to_owned(), b"{\"id\": 7, \"ok\": {\"kl\": NaN, \"elbo\": -Infinity}}\r".to_vec());
    replies.into_iter().map(|(name, reply)| (name.to_owned(), reply.to_string().into_bytes())).chain([bare])
}
