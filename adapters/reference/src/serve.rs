//! The adapter protocol, from the answering side: one JSON request a line, one JSON reply a line, in order.

use std::{
    io::{self, BufRead, Write},
    time::Instant,
};

use serde_json::{Value, json};
use suite::{
    format::{Case, FORMAT, PROTOCOL, Timing},
    implementation::{Implementation, Response},
};

use crate::{Answered, Reference, prepare};

/// Answers every request on `requests` until it ends.
///
/// # Errors
/// When reading or writing fails.
pub fn serve(requests: impl BufRead, mut replies: impl Write) -> io::Result<()> {
    let mut reference = Reference::new();
    for line in requests.split(b'\n') {
        let line = line?;
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        serde_json::to_writer(&mut replies, &reply(&mut reference, &line))?;
        replies.write_all(b"\n")?;
        replies.flush()?;
    }
    Ok(())
}

/// The reply to one line; a line that cannot be understood is answered by an error, with the id if there is one.
fn reply(reference: &mut Reference, line: &[u8]) -> Value {
    let request: Value = match serde_json::from_slice(line) {
        Ok(request) => request,
        Err(error) => return json!({ "id": null, "error": format!("the request is not JSON: {error}") }),
    };
    let mut reply = json!({ "id": request["id"] });
    let (outcome, value) = answer(reference, &request);
    reply[outcome] = value;
    reply
}

fn answer(reference: &mut Reference, request: &Value) -> (&'static str, Value) {
    let error = |message: String| ("error", Value::String(message));
    if request["protocol"] != PROTOCOL {
        return error(format!("protocol {} is not known here; this is protocol {PROTOCOL}", request["protocol"]));
    }
    match request["op"].as_str() {
        Some("describe") => match serde_json::to_value(reference.description()) {
            Ok(description) => ("ok", description),
            Err(cause) => error(cause.to_string()),
        },
        Some("run") => match read_case(request) {
            Ok(case) => outcome(reference.run(&case)),
            Err(refusal) => ("rejected", Value::String(refusal)),
        },
        Some("bench") => match (read_case(request), request["repeats"].as_u64()) {
            (Ok(case), Some(repeats)) => bench(&case, repeats),
            (Err(refusal), _) => ("rejected", Value::String(refusal)),
            (_, None) => error("`repeats` must be a whole number".to_owned()),
        },
        _ => ("unsupported", Value::String(format!("the request `{}`", request["op"]))),
    }
}

fn read_case(request: &Value) -> Result<Case, String> {
    let case = request.get("case").ok_or("case: missing")?;
    if let Some(format) = case.get("format").filter(|format| **format != FORMAT) {
        return Err(format!("case.format: {format} is not known here; this is format {FORMAT}"));
    }
    serde_path_to_error::deserialize(case).map_err(|error| {
        let path = error.path().to_string();
        let message = error.into_inner().to_string();
        if path == "." { message } else { format!("{path}: {message}") }
    })
}

fn outcome(response: Response) -> (&'static str, Value) {
    match response {
        Response::Ok(result) => ("ok", result),
        Response::Unsupported(reason) => ("unsupported", Value::String(reason)),
        Response::Rejected(reason) => ("rejected", Value::String(reason)),
        Response::Error(reason)
        | Response::Garbled(reason)
        | Response::Crashed(reason)
        | Response::TimedOut(reason) => ("error", Value::String(reason)),
    }
}

/// Seconds of the computation alone, a figure a repeat: the case is parsed, checked and copied before.
fn bench(case: &Case, repeats: u64) -> (&'static str, Value) {
    let prepared = match prepare(case) {
        Answered::Done(prepared) => prepared,
        Answered::Unsupported(reason) => return ("unsupported", Value::String(reason)),
        Answered::Rejected(refusal) => return ("rejected", Value::String(refusal)),
    };
    let mut seconds = Vec::new();
    for _ in 0..repeats {
        let start = Instant::now();
        let answer = prepared();
        seconds.push(start.elapsed().as_secs_f64());
        if let Err(refusal) = answer {
            return ("rejected", Value::String(refusal));
        }
    }
    ("ok", json!(Timing { seconds }))
}
