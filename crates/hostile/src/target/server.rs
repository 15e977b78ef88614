//! The answering side of the protocol: the reference as an adapter, whatever it is asked.

use serde_json::{Value, json};
use suite::{implementation::Response, process::read_reply};

use super::Target;
use crate::seeds;

/// Who asks for more than so many iterations or repeats gets the work that was asked for: it is the referee's time limit that ends it.
const WORK: u64 = 50;

/// The target.
pub const TARGET: Target = Target {
    name: "server",
    claim: "every line of a request is answered by one line that is a reply to it: no panic, and no memory for what is only announced",
    run,
    seeds: seeds::of_requests,
};

fn run(bytes: &[u8]) {
    let lines: Vec<&[u8]> = bytes.split(|&byte| byte == b'\n').filter(|line| !is_much_work(line)).collect();
    let asked = lines.iter().filter(|line| !line.iter().all(u8::is_ascii_whitespace));
    let mut replies = Vec::new();
    reference_adapter::serve(lines.join(&b'\n').as_slice(), &mut replies).expect("writing to memory");
    let replies: Vec<&[u8]> = replies.split_inclusive(|&byte| byte == b'\n').collect();
    let asked: Vec<_> = asked.collect();
    assert_eq!(replies.len(), asked.len(), "as many replies as requests");
    for (line, reply) in asked.into_iter().zip(replies) {
        check(line, reply);
    }
}

fn is_much_work(line: &[u8]) -> bool {
    let Ok(request) = serde_json::from_slice::<Value>(line) else { return false };
    let case = &request["case"];
    let counts = [&request["repeats"], &case["iterations"], &case["max_iterations"]];
    counts.into_iter().any(|count| count.as_u64().is_some_and(|count| count > WORK))
}

fn check(line: &[u8], reply: &[u8]) {
    let id = serde_json::from_slice::<Value>(line).map_or(Value::Null, |request| request["id"].clone());
    let Some(id) = id.as_u64() else {
        // There is no id to repeat; what is said is JSON all the same.
        let reply: Value = serde_json::from_slice(reply).expect("a reply is JSON");
        assert_eq!(reply["id"], id);
        return;
    };
    let text = String::from_utf8_lossy(line);
    match read_reply(reply.trim_ascii_end(), id) {
        Response::Garbled(message) => panic!("{message}\nto {text}"),
        Response::Error(message) => assert!(!message.contains("defect"), "{message}\nto {text}"),
        _ => {}
    }
}

/// Requests that are no case.
#[must_use]
pub fn others() -> Vec<seeds::Seed> {
    let request = |name: &str, request: Value| (name.to_owned(), request.to_string().into_bytes());
    vec![
        request("describe", json!({ "protocol": 1, "id": 1, "op": "describe" })),
        request("another-protocol", json!({ "protocol": 2, "id": 2, "op": "describe" })),
        request("another-request", json!({ "protocol": 1, "id": 3, "op": "dance" })),
        request("bench-nothing", json!({ "protocol": 1, "id": 4, "op": "bench", "repeats": 2 })),
    ]
}
